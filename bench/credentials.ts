// What a pull waits for its credentials: whole processes, from start to exit, medians of interleaved runs,
// beside Debian's amazon-ecr-credential-helper. Prints figures and asserts nothing.
//
// The Go helper knows no endpoint variable. So everybody goes through the same proxy to the same TLS
// server, which stands in for ECR under its real name, with a CA made for this run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runtimeOf } from '../scripts/executable-runtime.ts';
import { startEcrBehindProxy } from '../test/support/ecr-behind-proxy.ts';
import { buildExecutables, helperName, providerName } from '../test/support/executable.ts';

const rounds = 41;
const host = '111122223333.dkr.ecr.us-west-2.amazonaws.com';

await main();

interface Contestant {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly input: string;
  readonly environment: NodeJS.ProcessEnv;
}

async function main(): Promise<void> {
  const executables = buildExecutables();
  const folder = mkdtempSync(join(tmpdir(), 'hawser-bench-'));
  const ecr = await startEcrBehindProxy(folder);
  try {
    const all = contestants(executables, folder, ecr.environment);
    const times = all.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [index, one] of all.entries()) times[index]?.push(run(one));
    }
    for (const [index, one] of all.entries()) {
      const sorted = (times[index] ?? []).toSorted((a, b) => a - b);
      const median = sorted[sorted.length >> 1] ?? 0;
      const best = sorted[0] ?? 0;
      console.log(
        `${one.name.padEnd(34)} median ${median.toFixed(1)} ms  best ${best.toFixed(1)} ms  memory ${memory(one)}`,
      );
    }
  } finally {
    await ecr.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function contestants(
  executables: string,
  folder: string,
  reachingEcr: Readonly<Record<string, string>>,
): Contestant[] {
  const helper = join(executables, helperName);
  const environment = {
    PATH: process.env.PATH,
    HOME: folder,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-west-2',
    ...reachingEcr,
  };
  const request = JSON.stringify({
    kind: 'CredentialProviderRequest',
    apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
    image: `${host}/team/app`,
  });
  const off = { ...environment, HAWSER_TOKEN_CACHE: 'off' };
  const all: Contestant[] = [
    {
      name: 'hawser helper, cold get',
      command: helper,
      args: ['get'],
      input: host,
      environment: off,
    },
    { name: 'hawser helper, cached get', command: helper, args: ['get'], input: host, environment },
    {
      name: 'hawser provider, cold run',
      command: join(executables, providerName),
      args: [],
      input: request,
      environment: off,
    },
  ];
  const go = 'docker-credential-ecr-login';
  if (spawnSync(go, ['version']).error !== undefined) return all;
  const cold = { ...environment, AWS_ECR_DISABLE_CACHE: 'true' };
  return [
    ...all,
    { name: `${go}, cold get`, command: go, args: ['get'], input: host, environment: cold },
    { name: `${go}, cached get`, command: go, args: ['get'], input: host, environment },
  ];
}

/** @returns milliseconds. */
function run({ name, command, args, input, environment }: Contestant): number {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { input, env: environment });
  const took = performance.now() - started;
  if (status !== 0) throw new Error(`${name}: ${stdout}${stderr}`);
  return took;
}

/** Peak memory, as the runtime of the executables tells it of its children. */
function memory({ command, args, input, environment }: Contestant): string {
  const script = `const { resourceUsage } = Bun.spawnSync(${JSON.stringify([command, ...args])}, { stdin: Buffer.from(${JSON.stringify(input)}), env: ${JSON.stringify(environment)} }); console.log(resourceUsage.maxRSS)`;
  const { stdout } = spawnSync(runtimeOf(process.arch), ['-e', script], { encoding: 'utf8' });
  const bytes = Number(stdout?.trim());
  return Number.isFinite(bytes) && bytes > 0 ? `${Math.round(bytes / 1_048_576)} MiB` : 'unknown';
}
