import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { LocalAws } from '../local/local-aws.ts';
import { keepUp } from './keep-up.ts';
import { version } from './version.ts';

interface UpOptions {
  readonly port: number;
  readonly data: string;
  readonly ephemeral: boolean;
  readonly iam: 'enforce' | 'off';
  readonly fidelity: 'ecr' | 'spec';
  readonly account: string;
  readonly region: string;
  readonly output: 'text' | 'json';
}

/** Adds `hawser local …`: the local AWS. */
export function registerLocal(program: Command): void {
  const local = program.command('local').description('run AWS on this machine');
  local
    .command('up')
    .description('start the local AWS: ECR, STS, IAM, a registry and a cluster on one port')
    .option('--port <port>', 'port on the loopback interface, 0 for any free one', portOf, 4566)
    .option('--data <folder>', 'folder that keeps everything', '.hawser')
    .option('--ephemeral', 'keep nothing', false)
    .addOption(
      new Option('--iam <mode>', 'whether policies decide')
        .choices(['enforce', 'off'])
        .default('enforce'),
    )
    .addOption(
      new Option('--fidelity <mode>', 'registry as ECR is, or as the OCI specification says')
        .choices(['ecr', 'spec'])
        .default('ecr'),
    )
    .option('--account <id>', 'account of the access key `test`', accountOf, '000000000000')
    .option('--region <region>', 'Region of a bare host name', 'us-east-1')
    .addOption(new Option('-o, --output <format>').choices(['text', 'json']).default('text'))
    .action(up);
}

async function up(options: UpOptions): Promise<void> {
  const { startLocal } = await import('../local/up.ts');
  const { local } = await startLocal(
    { ...options, version, data: options.ephemeral ? undefined : options.data },
    (line) => void process.stderr.write(`${line}\n`),
  );
  announce(local, options);
  keepUp(local);
}

function announce(local: LocalAws, { output, account, region, ephemeral, data }: UpOptions): void {
  const { endpoint } = local;
  const registry = `${account}.dkr.ecr.${region}.localhost:${new URL(endpoint).port}`;
  if (output === 'json') {
    process.stdout.write(`${JSON.stringify({ endpoint, account, region, registry })}\n`);
    return;
  }
  process.stdout.write(
    [
      `local AWS ready at ${endpoint}`,
      `  registry   ${registry}`,
      `  data       ${ephemeral ? 'nothing is kept' : data}`,
      `  AWS        export AWS_ENDPOINT_URL=${endpoint} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=${region} AWS_DEFAULT_REGION=${region}`,
      '  cluster    hawser local kubeconfig > kubeconfig; export KUBECONFIG=$PWD/kubeconfig',
      '',
    ].join('\n'),
  );
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError('a port is a whole number from 0 to 65535');
  }
  return port;
}

function accountOf(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError('an account id has 12 digits');
  return text;
}
