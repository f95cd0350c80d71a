// Runs the OCI distribution conformance suite, from its own Go module, against the registry in spec
// mode: `npm run conformance`. Needs Go 1.24 or newer.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, exit } from 'node:process';
import {
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { startLocal } from '../src/local/up.ts';

const suite =
  'github.com/opencontainers/distribution-spec/conformance@v0.0.0-20260831232431-97274622c111';
const repositories = ['conformance/one', 'conformance/two'] as const;
const account = '000000000000';
const region = 'us-east-1';

const folder = mkdtempSync(join(tmpdir(), 'hawser-conformance-'));
const built = spawnSync('go', ['install', suite], {
  env: { ...env, GOBIN: folder },
  stdio: 'inherit',
});
if (built.error !== undefined || built.status !== 0) {
  console.error('the conformance suite needs Go 1.24 or newer and the Go module proxy');
  exit(1);
}
const { local } = await startLocal(
  {
    port: 0,
    data: undefined,
    iam: 'enforce',
    fidelity: 'spec',
    account,
    region,
    version: 'conformance',
  },
  () => undefined,
);
const credentials = { accessKeyId: account, secretAccessKey: account };
const ecr = new ECRClient({ endpoint: local.endpoint, region, credentials });
for (const repositoryName of repositories) {
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
}
const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString();
const results = join(folder, 'results');
const run = spawn(join(folder, 'conformance'), {
  env: {
    ...env,
    OCI_REGISTRY: new URL(local.endpoint).host,
    OCI_TLS: 'disabled',
    OCI_REPO1: repositories[0],
    OCI_REPO2: repositories[1],
    OCI_USERNAME: 'AWS',
    OCI_PASSWORD: token.slice('AWS:'.length),
    OCI_VERSION: '1.1',
    OCI_RESULTS_DIR: results,
  },
  stdio: 'inherit',
});
const status = await new Promise<number | null>((resolve) => run.on('exit', resolve));
await local.close();
// The suite ends with 0 when it could not write its results, too: only a report counts.
const report = join(results, 'junit.xml');
const failed = !existsSync(report) || /<failure/.test(readFileSync(report, 'utf8'));
rmSync(folder, { recursive: true, force: true });
exit(status === 0 && !failed ? 0 : 1);
