import type { Command } from 'commander';
import { Option } from 'commander';
import type { Finding } from '../credentials/check/finding.ts';
import { printable } from '../text/printable.ts';
import { fitted } from './fitted.ts';

interface CheckFlags {
  readonly config?: string;
  readonly kubeletFlags?: string;
  readonly binDir?: string;
  readonly kubeletVersion?: string;
  readonly pluginVersion?: string;
  readonly partition: string;
  readonly output: 'text' | 'json';
}

/** Adds `hawser credential-provider check`. */
export function registerProviderCheck(provider: Command): void {
  provider
    .command('check')
    .description('Name what is wrong with a node’s credential provider configuration')
    .option('--config <file>', 'the CredentialProviderConfig, or a folder of them')
    .option('--kubelet-flags <flags>', 'command line of the kubelet, as one argument')
    .option(
      '--bin-dir <folder>',
      'folder of the executables (default: the one in the kubelet’s flags)',
    )
    .option('--kubelet-version <version>', 'such as v1.34.2-eks-ecaa3a6')
    .option('--plugin-version <version>', 'release of ecr-credential-provider')
    .option('--partition <name>', 'partition whose registries are pulled from, or all', 'aws')
    .addOption(new Option('-o, --output <format>').choices(['text', 'json']).default('text'))
    .action(run);
}

async function run({ output, ...options }: CheckFlags): Promise<void> {
  const { checkProviders } = await import('../credentials/check/check.ts');
  const { isError, kinds } = await import('../credentials/check/finding.ts');
  const findings = checkProviders(options);
  if (output === 'json') {
    const listed = findings.map((finding) => ({ ...finding, ...kinds[finding.code] }));
    process.stdout.write(`${JSON.stringify({ findings: listed })}\n`);
  } else {
    process.stdout.write(
      findings.length === 0 ? 'nothing is wrong\n' : fitted(findings.map(text).join('')),
    );
  }
  if (findings.some(isError)) process.exitCode = 2;

  function text({ code, provider, message, fix }: Finding): string {
    const where = provider === undefined ? '' : ` ${provider}:`;
    return printable(`${code} ${kinds[code].severity}:${where} ${message}\n  fix: ${fix}\n`);
  }
}
