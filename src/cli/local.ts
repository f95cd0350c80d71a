import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import type { World } from '../chain/world.ts';
import type { LocalAws } from '../local/local-aws.ts';
import type { Running } from '../local/up.ts';
import { log, takeLines } from '../log/log.ts';
import type { Spec } from '../spec/types.ts';
import { ask } from './ask-local.ts';
import { keepUp } from './keep-up.ts';
import { registerLocalAdmin } from './local-admin.ts';
import { registerLocalData } from './local-data.ts';
import { registerLocalOidc } from './local-oidc.ts';
import { registerNode } from './node.ts';
import { repeatable } from './repeatable.ts';
import { specOf } from './spec-files.ts';
import { version } from './version.ts';

interface UpOptions {
  readonly port: number;
  readonly data: string;
  readonly ephemeral: boolean;
  readonly iam: 'enforce' | 'off';
  readonly fidelity: 'ecr' | 'spec';
  readonly account: string;
  readonly region: string;
  readonly upstream: Readonly<Record<string, string>>;
  readonly rateLimits: boolean;
  readonly name: readonly string[];
  readonly tls: boolean;
  readonly tlsPort: number;
  readonly spec: readonly string[];
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
      new Option('--iam <mode>', 'whether IAM policies are enforced')
        .choices(['enforce', 'off'])
        .default('enforce'),
    )
    .addOption(
      new Option('--fidelity <mode>', 'registry as ECR is, or as the OCI specification says')
        .choices(['ecr', 'spec'])
        .default('ecr'),
    )
    .option('--account <id>', 'account of the access key `test`', accountOf, '000000000000')
    .option('--region <region>', 'Region of a bare host name', regionOf, 'us-east-1')
    .option(
      '--upstream <host=url>',
      'where pull through cache rules find a registry instead (repeatable)',
      upstreamOf,
      {},
    )
    .option(
      '--name <host>',
      'an additional host name that clients may use (repeatable)',
      nameOf,
      [],
    )
    .option('--rate-limits', "enforce ECR's published request quotas", false)
    .option(
      '--spec <path>',
      'make everything that a spec declares, with a node for each role of nodes (repeatable)',
      repeatable,
      [],
    )
    .option('--tls', 'serve the real names over HTTPS too, with a CA of this machine', false)
    .option('--tls-port <port>', 'port for --tls', portOf, 443)
    .addOption(new Option('-o, --output <format>').choices(['text', 'json']).default('text'))
    .action(up);
  local
    .command('kubeconfig')
    .description('print a kubeconfig for the cluster of a running local AWS')
    .option(...endpointOption)
    .action(async ({ endpoint }: { endpoint: string }) => {
      process.stdout.write(`${await ask(endpoint, 'GET', 'kubeconfig')}\n`);
    });
  local
    .command('hosts')
    .description(
      'print hosts entries and client configuration that make real registry names resolve to a running local AWS',
    )
    .option(...endpointOption)
    .option('--data <folder>', 'data folder of the local AWS, for its CA', '.hawser')
    .action(async ({ endpoint, data }: { endpoint: string; data: string }) => {
      const { renderHosts } = await import('../local/hosts.ts');
      const authority = join(resolve(data), 'ca.pem');
      const world = JSON.parse(await ask(endpoint, 'GET', 'world')) as World;
      process.stdout.write(
        renderHosts(
          endpoint,
          existsSync(authority) ? authority : undefined,
          Object.keys(world.repositories),
        ),
      );
    });
  registerLocalAdmin(local, endpointOption);
  registerLocalOidc(local, endpointOption);
  registerLocalData(local, endpointOption);
  registerNode(local);
}

const endpointOption = [
  '--endpoint <url>',
  'where the local AWS listens',
  process.env.AWS_ENDPOINT_URL ?? 'http://127.0.0.1:4566',
] as const;

async function up(options: UpOptions): Promise<void> {
  const { boundHeapGrowth } = await import('../local/heap-growth.ts');
  boundHeapGrowth();
  const { startLocal } = await import('../local/up.ts');
  const { lookAtNode } = await import('./look-at-node.ts');
  const { withoutRepeats } = await import('../local/repeat-filter.ts');
  takeLines(withoutRepeats);
  // A spec that cannot be read is told before anything is started.
  const spec = options.spec.length === 0 ? undefined : await specOf(options.spec);
  const running = await startLocal(
    {
      ...options,
      upstreams: options.upstream,
      names: options.name,
      version,
      lookAtNode,
      data: options.ephemeral ? undefined : options.data,
    },
    log,
  );
  const { local } = running;
  if (spec !== undefined) await seeded(running, spec);
  if (options.tls) {
    const { LocalAuthority } = await import('../local/certificates.ts');
    await local.serveTls(await LocalAuthority.open(local.folder), options.tlsPort);
  }
  // Whoever reads that it is ready may stop it at once.
  keepUp(local);
  announce(local, options);
}

/** A local AWS that cannot be what the spec says is not left running. */
async function seeded(running: Running, spec: Spec): Promise<void> {
  const { seedLocal } = await import('./local-spec.ts');
  try {
    await seedLocal(running, spec);
  } catch (error) {
    await running.local.close();
    throw error;
  }
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

/** Adds a mirror, such as `registry-1.docker.io=http://127.0.0.1:5000`, to those before it. */
function upstreamOf(text: string, before: Readonly<Record<string, string>>) {
  const [host = '', url = ''] = text.split(/=(.*)/s);
  if (host === '' || !/^https?:\/\/./.test(url)) {
    throw new InvalidArgumentError(
      'give a registry host and a URL, such as quay.io=http://127.0.0.1:5000',
    );
  }
  return { ...before, [host]: url };
}

/** Adds a host name, without port, to those before it. */
function nameOf(text: string, before: readonly string[]): readonly string[] {
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) {
    throw new InvalidArgumentError('give a host name without a port, such as host.docker.internal');
  }
  return [...before, text];
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

function regionOf(text: string): string {
  if (!/^[a-z]{2,4}(-[a-z]+)+-\d+$/.test(text)) {
    throw new InvalidArgumentError('a Region is written like us-east-1');
  }
  return text;
}
