// Images that pods run from, deleted through every door: AWS's answers stay as they are, and whoever runs the cluster
// is told in the pod's events, on stderr, at an admin route and in a metric.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  BatchDeleteImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  type ECRClient,
  PutLifecyclePolicyCommand,
  StartLifecyclePolicyPreviewCommand,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr';
import type { CoreEvent, Pod } from '../../src/k8s-api/types.ts';
import {
  createKubernetesClient,
  type KubernetesClient,
} from '../../src/k8s-node/kubernetes-client.ts';
import { ecrHostName } from '../../src/names/registry-host.ts';
import { account, type LocalEcr, region, startLocalEcr } from '../support/local-ecr.ts';

const host = ecrHostName(account, region);
const expiry = (text: object) =>
  JSON.stringify({ rules: [{ rulePriority: 7, action: { type: 'expire' }, ...text }] });
const everything = expiry({
  selection: {
    tagStatus: 'any',
    countType: 'sinceImagePushed',
    countUnit: 'days',
    countNumber: 1,
  },
});

interface InUse {
  readonly images: { pod: string; digest: string; status: string; planned: object[] }[];
  readonly losses: { pod: string; kind: string; digest: string; by: string; tag?: string }[];
}

describe('an image that a pod runs from', () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  let cluster: KubernetesClient;
  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
    const answer = await fetch(`${local.endpoint}/_hawser/kubeconfig`);
    const { clusters } = (await answer.json()) as { clusters: { cluster: { server: string } }[] };
    cluster = createKubernetesClient(clusters[0]?.cluster.server ?? '');
  });
  after(async () => {
    cluster?.close();
    await local?.close();
  });

  const inUse = async () =>
    (await (await fetch(`${local.endpoint}/_hawser/images-in-use`)).json()) as InUse;
  const lossesOf = async (pod: string) =>
    (await inUse()).losses.filter((loss) => loss.pod === pod).map(({ kind, by }) => [kind, by]);

  /** Pushes an image and runs a pod from it, for real. */
  async function running(name: string) {
    await ecr.send(new CreateRepositoryCommand({ repositoryName: name }));
    const { manifest } = await local.push(name, 'v1');
    await cluster.request('POST', '/api/v1/namespaces/default/pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { containers: [{ name: 'main', image: `${host}/${name}:v1` }] },
    });
    for (let tries = 0; tries < 100; tries++) {
      const pod = await cluster.request<Pod>('GET', `/api/v1/namespaces/default/pods/${name}`);
      if (pod.status?.phase === 'Running') break;
      assert.ok(tries < 99, JSON.stringify(pod.status));
      await wait(100);
    }
    return { on: { repositoryName: name }, digest: manifest.digest };
  }

  async function warningsOf(pod: string) {
    const path = `/api/v1/namespaces/default/events?fieldSelector=${encodeURIComponent(
      `involvedObject.name=${pod},type=Warning`,
    )}`;
    const { items } = await cluster.request<{ items: CoreEvent[] }>('GET', path);
    return items.map(({ reason, message }) => [reason, message] as const);
  }

  it('is reported when BatchDeleteImage deletes it, with AWS’s answer', async () => {
    const { on, digest } = await running('by-api');
    const imageIds = [{ imageDigest: digest }];
    const answer = await ecr.send(new BatchDeleteImageCommand({ ...on, imageIds }));
    assert.deepEqual(answer.imageIds, [{ imageDigest: digest, imageTag: 'v1' }]);
    assert.deepEqual(answer.failures, []);
    const root = `arn:aws:iam::${account}:root`;
    assert.deepEqual(await lossesOf('by-api'), [['deleted', root]]);
    const [warning] = await warningsOf('by-api');
    assert.equal(warning?.[0], 'ImageDeleted');
    assert.equal(
      warning?.[1],
      `Image deleted: by-api (tag v1, ${digest}) in registry ${account} (${region}) by ${root}. ` +
        "Container main runs from it, and it can't be pulled again",
    );
    assert.match(local.log.join('\n'), /^warning: pod default\/by-api: Image deleted: by-api/m);
    const metrics = await (await fetch(`${local.endpoint}/metrics`)).text();
    assert.match(metrics, /^hawser_images_lost_in_use_total\{kind="deleted"\} 1$/m);
    const gone = (await inUse()).images.find(({ pod }) => pod === 'by-api');
    assert.equal(gone?.status, 'GONE');
  });

  it('is reported when the registry deletes it', async () => {
    const { digest } = await running('by-registry');
    const repository = await local.repository('by-registry');
    assert.equal((await repository.request('DELETE', `manifests/${digest}`)).status, 202);
    assert.equal((await lossesOf('by-registry'))[0]?.[0], 'deleted');
    assert.equal((await warningsOf('by-registry'))[0]?.[0], 'ImageDeleted');
  });

  it('is reported when it is deleted with its repository, or archived', async () => {
    const { on, digest } = await running('archived');
    const imageId = { imageDigest: digest };
    const archive = { ...on, imageId, targetStorageClass: 'ARCHIVE' as const };
    await ecr.send(new UpdateImageStorageClassCommand(archive));
    await ecr.send(new DeleteRepositoryCommand({ ...on, force: true }));
    const kinds = (await lossesOf('archived')).map(([kind]) => kind);
    assert.deepEqual(kinds, ['archived', 'deleted']);
  });

  it('is reported when only the tag that the pod names is deleted', async () => {
    const { on } = await running('untagged');
    await local.push('untagged', 'other', 'v1');
    await ecr.send(new BatchDeleteImageCommand({ ...on, imageIds: [{ imageTag: 'other' }] }));
    assert.deepEqual(await lossesOf('untagged'), []);
    await local.push('untagged', 'other', 'v1');
    await ecr.send(new BatchDeleteImageCommand({ ...on, imageIds: [{ imageTag: 'v1' }] }));
    assert.equal((await lossesOf('untagged'))[0]?.[0], 'untagged');
  });

  it('is not reported for other deletions, there and elsewhere', async () => {
    await running('kept');
    await local.push('kept', 'v2');
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'elsewhere' }));
    await local.push('elsewhere', 'v1');
    for (const [repositoryName, imageTag] of [
      ['kept', 'v2'],
      ['elsewhere', 'v1'],
    ] as const) {
      await ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
    }
    assert.deepEqual(await lossesOf('kept'), []);
  });

  it('is named beforehand, by the policy in force and by previews, and reported when the policy acts', async () => {
    const { on, digest } = await running('by-lifecycle');
    const plan = async () =>
      (await inUse()).images.find(({ pod }) => pod === 'by-lifecycle')?.planned;
    assert.deepEqual(await plan(), []);
    await local.advance('25h');
    const preview = { ...on, lifecyclePolicyText: everything };
    await ecr.send(new StartLifecyclePolicyPreviewCommand(preview));
    const expires = { action: 'EXPIRE', rulePriority: 7 };
    assert.deepEqual(await plan(), [{ ...expires, by: 'preview' }]);
    await ecr.send(new PutLifecyclePolicyCommand(preview));
    assert.deepEqual(await plan(), [
      { ...expires, by: 'policy' },
      { ...expires, by: 'preview' },
    ]);
    await local.advance('25h');
    assert.deepEqual(await lossesOf('by-lifecycle'), [['deleted', 'lifecycle rule 7']]);
    assert.match((await warningsOf('by-lifecycle'))[0]?.[1] ?? '', new RegExp(digest));
  });
});
