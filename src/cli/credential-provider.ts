import type { Command } from 'commander';
import { finish } from '../credentials/finish.ts';
import { registerProviderCheck } from './credential-provider-check.ts';
import { registerProviderConfig } from './render.ts';
import { repeatable } from './repeatable.ts';

interface ProviderFlags {
  readonly map: string[];
  readonly role: string[];
  readonly cache?: string;
  readonly requireRole?: boolean;
  readonly event?: boolean;
  readonly kubeconfig?: string;
  readonly nodeName?: string;
}

/** Adds `hawser credential-provider`, the plugin that a kubelet runs for ECR images. */
export function registerCredentialProvider(program: Command): void {
  const provider = program
    .command('credential-provider')
    .description('Answer a kubelet: registry credentials for an ECR image (request on stdin)')
    .option(
      '--map <host=ecr-host>',
      'give a mirror or alias the credentials of this ECR host (repeatable)',
      repeatable,
      [],
    )
    .option(
      '--role <account=role-arn>',
      'assume this role for images of an account, or * (repeatable)',
      repeatable,
      [],
    )
    .option('--cache <folder>', 'keep tokens in this folder, for all processes of this user')
    .option(
      '--require-role',
      'return no credentials for a service account that has no role annotation',
    )
    .option('--event', 'report failures as Kubernetes events of the pod or the node')
    .option('--kubeconfig <file>', 'the kubelet’s, for events')
    .option('--node-name <name>', 'name of this node, for events')
    // A kubelet may pass the args of another provider's entry; they are ignored, as upstream does.
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async ({ map, role, cache, ...others }: ProviderFlags) => {
      const { runCredentialProvider } = await import('../credentials/provider/main.ts');
      const { stdin, env: environment } = process;
      const flags = { maps: map, roles: role, cacheFolder: cache };
      finish(await runCredentialProvider({ stdin, environment, ...flags, ...others }));
    });
  registerProviderCheck(provider);
  registerProviderConfig(provider, 'render');
}
