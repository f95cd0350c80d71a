import type { Command } from 'commander';

/** Adds `hawser credential-provider`, the plugin that a kubelet runs for ECR images. */
export function registerCredentialProvider(program: Command): void {
  program
    .command('credential-provider')
    .description('Answer a kubelet: registry credentials for an ECR image (request on stdin)')
    .option(
      '--map <host=ecr-host>',
      'give a mirror or alias the credentials of this ECR host (repeatable)',
      (mapping: string, before: string[]) => [...before, mapping],
      [],
    )
    // A kubelet may pass the args of another provider's entry; they are ignored, as upstream does.
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (options: { map: string[] }) => {
      const { runCredentialProvider } = await import('../credentials/provider/main.ts');
      const { stdin, env } = process;
      const result = await runCredentialProvider({ stdin, environment: env, maps: options.map });
      process.stderr.write(result.stderr);
      // Sockets that the SDK keeps alive must not keep the kubelet waiting.
      process.stdout.write(result.stdout, () => process.exit(result.exitCode));
    });
}
