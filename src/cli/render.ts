import type { Command } from 'commander';
import { Option } from 'commander';
import { registerSpecFormats } from './render-spec.ts';
import { repeatable } from './repeatable.ts';
import { specOf } from './spec-files.ts';

interface ProviderConfigFlags {
  readonly for: string;
  readonly partition: string;
  readonly tokenAttributes?: boolean;
  readonly map: string[];
  readonly cache?: string;
  readonly file?: readonly string[];
}

/** Adds `hawser render FORMAT`. */
export function registerRender(program: Command): void {
  const render = program.command('render').description('Print configuration for other programs');
  registerProviderConfig(render, 'credential-provider-config');
  registerSpecFormats(render);
  render
    .command('credential-provider-rbac')
    .description('RBAC rule that kubelets need to pull with the roles of service accounts')
    .action(async () => {
      const { renderProviderRbac } = await import('../credentials/config/rbac.ts');
      process.stdout.write(renderProviderRbac());
    });
}

/** Adds the command that renders a node's configuration, under one of the two names that are looked for. */
export function registerProviderConfig(parent: Command, name: string): void {
  parent
    .command(name)
    .description('Configuration of a node type’s kubelet for hawser credential-provider')
    .addOption(
      new Option(
        '--for <kind>',
        'al2023, bottlerocket, self-managed, k3s, rke2, talos or hybrid',
      ).default('self-managed'),
    )
    .option('--partition <name>', 'partition whose registries are pulled from, or all', 'aws')
    .option('--token-attributes', 'pods pull with the role that their service account names')
    .option('--map <host=ecr-host>', 'also for this mirror (repeatable)', repeatable, [])
    .option('--cache <folder>', 'keep tokens in this folder of the node')
    .option(
      '-f, --file <path>',
      'spec whose partition and service accounts are meant (repeatable)',
      repeatable,
      [],
    )
    .action(async (_flags: object, command: Command) => {
      // `credential-provider` has options of the same names, and takes them wherever they stand.
      const flags = command.optsWithGlobals<ProviderConfigFlags>();
      const { renderProviderConfig } = await import('../credentials/config/render.ts');
      const { partition, tokenAttributes = false, map: maps, cache, file = [] } = flags;
      const asked = { partition, tokenAttributes };
      const options = file.length === 0 ? asked : await declaredIn(file);
      const text = renderProviderConfig(flags.for, { ...options, maps, cache });
      process.stdout.write(text);
    });
}

/** What a spec says about the provider: the partition of its Regions, and whether pods pull with roles of their own. */
async function declaredIn(
  files: readonly string[],
): Promise<{ readonly partition: string; readonly tokenAttributes: boolean }> {
  const { accounts, roles } = await specOf(files);
  const { partitionOf } = await import('../names/partitions.ts');
  const [partition = 'aws', ...others] = new Set(accounts.map((one) => partitionOf(one.region).id));
  const tokenAttributes = roles.some(
    (role) => role.kind === 'service-account' && role.use === 'image-pull',
  );
  return { partition: others.length === 0 ? partition : 'all', tokenAttributes };
}
