// A node of the cluster that pulls with a real containerd: real ECR URIs, through a mirror, from the
// registry of the local AWS, with credentials that the credential provider got as the node's role.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Containerd, containerdMissing, startContainerd } from '../support/containerd.ts';
import {
  pods,
  registryHost,
  repositoryName,
  share,
  shared,
  shell,
  startTestLocal,
  type TestLocal,
} from '../support/local.ts';

const noAws = spawnSync('aws', ['--version']).error !== undefined && 'aws is not installed';
const image = `${registryHost}/${repositoryName}:v1`;

describe('a node with a real containerd', { skip: containerdMissing || noAws }, () => {
  let local: TestLocal;
  let containerd: Containerd;
  let node: ChildProcess;
  let digest = '';

  before(async () => {
    local = await startTestLocal();
    containerd = await startContainerd({ [registryHost]: local.endpoint });
    await shell(
      `aws ecr create-repository --repository-name ${repositoryName}`,
      local.environment(shared),
    );
    digest = await local.push('v1');
    const args = [
      'local',
      'node',
      'real',
      '--endpoint',
      local.endpoint,
      '--cri',
      containerd.socket,
    ];
    node = spawn(process.execPath, ['bin/hawser.js', ...args], {
      env: local.environment(shared),
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  });
  after(async () => {
    node?.kill('SIGTERM');
    await containerd?.stop();
    await local?.close();
  });

  it('is refused without a repository policy, with the kubelet’s messages', async () => {
    await run('refused');
    const message = await until(async () => {
      const { items } = await pods().listNamespacedEvent({ namespace: 'default' });
      return items.find(
        ({ involvedObject, message: text }) =>
          involvedObject.name === 'refused' && text?.startsWith('Failed to pull image'),
      )?.message;
    });
    assert.match(message, /failed to resolve reference .*403 Forbidden/);
  });

  it('pulls with one: the image is in containerd', async () => {
    await share(local);
    await run('allowed');
    await until(async () => {
      const pod = await pods().readNamespacedPod({ namespace: 'default', name: 'allowed' });
      return pod.status?.containerStatuses?.[0]?.state?.running;
    });
    const found = await containerd.images.status(image);
    assert.deepEqual(found?.repoDigests, [`${registryHost}/${repositoryName}@${digest}`]);
  });
});

async function run(name: string): Promise<void> {
  await until(async () => {
    const { items } = await pods().listNode();
    return items.find(({ metadata }) => metadata?.name === 'real');
  });
  await pods().createNamespacedPod({
    namespace: 'default',
    body: {
      metadata: { name },
      spec: { nodeName: 'real', containers: [{ name: 'app', image, imagePullPolicy: 'Always' }] },
    },
  });
}

async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) assert.fail('waited in vain');
    await sleep(100);
  }
}
