// Records the bundles of test/fixtures/bundles anew: for each cause a local AWS in which it is broken, collected as
// `hawser collect` does, and the proof of it. Run it when the bundle's format or what is collected changes.
import { mkdir, writeFile } from 'node:fs/promises';
import {
  CreateRepositoryCommand,
  ECRClient,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { writeBundle } from '../src/evidence/bundle.ts';
import { gather } from '../src/evidence/diagnose.ts';
import { judge } from '../src/evidence/judge.ts';
import {
  nodeRole,
  pods,
  region,
  registryHost,
  repositoryKey,
  repositoryName,
  shared,
  startTestLocal,
  type TestLocal,
} from '../test/support/local.ts';

const folder = 'test/fixtures/bundles';
/** What is broken in each bundle; `holds` is none. */
const causes = ['holds', 'HW0402', 'HW0601', 'HW0701', 'HW0703', 'HW1201', 'HW1301', 'HW1501'];
/** The kubelet keeps a token of the registry for six hours. */
const afterwards = '7h';

async function record(local: TestLocal, cause: string): Promise<void> {
  await local.admin('reset', {});
  await prepare(local);
  const { items } = await pods().listNode();
  const node = items[0]?.metadata?.name ?? '';
  const target = { role: nodeRole, repository: repositoryKey, tag: 'v1', node, pod: 'default/web' };
  if (cause !== 'holds') await local.admin('break', { cause, target });
  await local.admin('clock', { advance: afterwards });
  await runPod();
  const question = { pod: 'web', namespace: 'default' };
  const environment = { AWS_ENDPOINT_URL: local.endpoint };
  const cases = await gather(question, { profiles: [], environment, now: Date.now() });
  await writeBundle(`${folder}/${cause}.json`, [{ question, cases }]);
  const { proof } = judge(cases);
  await writeFile(`${folder}/${cause}.proof.json`, `${JSON.stringify(proof, undefined, 1)}\n`);
  process.stdout.write(`${cause}: ${proof.verdict} ${proof.causes[0]?.code ?? ''}\n`);
}

async function prepare(local: TestLocal): Promise<void> {
  const credentials = { accessKeyId: shared, secretAccessKey: shared };
  const ecr = new ECRClient({ endpoint: local.endpoint, region, credentials });
  await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  const Action = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
  const Statement = [{ Effect: 'Allow', Principal: { AWS: nodeRole }, Action }];
  const policyText = JSON.stringify({ Version: '2012-10-17', Statement });
  await ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }));
  ecr.destroy();
  await local.push('v1');
}

/** Runs the pod until its container runs, or waits for an image. */
async function runPod(): Promise<void> {
  const image = `${registryHost}/${repositoryName}:v1`;
  const containers = [{ name: 'app', image, imagePullPolicy: 'Always' }];
  await pods().createNamespacedPod({
    namespace: 'default',
    body: { metadata: { name: 'web' }, spec: { containers } },
  });
  for (let tries = 0; tries < 300; tries++) {
    const { status } = await pods().readNamespacedPod({ namespace: 'default', name: 'web' });
    const state = status?.containerStatuses?.[0]?.state;
    if (state?.running !== undefined || state?.waiting?.message !== undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the pod neither runs nor waits for its image');
}

await mkdir(folder, { recursive: true });
const local = await startTestLocal();
try {
  for (const cause of causes) await record(local, cause);
} finally {
  await local.close();
}
