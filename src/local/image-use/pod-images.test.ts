import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Pod, PodStatus } from '../../k8s-api/types.ts';
import { imagesOf } from './pod-images.ts';

const home = { host: '127.0.0.1:4566', registryId: '000000000000', region: 'us-east-1' };
const host = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const digest = `sha256:${'a'.repeat(64)}`;

function pod(image: string, status: PodStatus = {}): Pod {
  return {
    metadata: { namespace: 'shop', name: 'web' },
    spec: { nodeName: 'node', containers: [{ name: 'main', image }] },
    status,
  } as unknown as Pod;
}

const found = (image: string) =>
  imagesOf(pod(image), home).map(({ registryId, region, repository, ...rest }) => [
    registryId,
    region,
    repository,
    rest.tag ?? rest.digest,
  ]);

describe('the images of a pod', () => {
  it('are those of the registries of the local AWS, however they are addressed', () => {
    const expected = [['111122223333', 'eu-west-1', 'team/app', 'v1']];
    assert.deepEqual(found(`${host}/team/app:v1`), expected);
    assert.deepEqual(found('111122223333.dkr-ecr.eu-west-1.on.aws/team/app:v1'), expected);
    assert.deepEqual(found(`127.0.0.1:4566/${host}/team/app:v1`), expected);
    const own = [['000000000000', 'us-east-1', 'app', 'latest']];
    assert.deepEqual(found('127.0.0.1:4566/app'), own);
    assert.deepEqual(found(`${host}/team/app:v1@${digest}`)[0]?.[3], digest);
    for (const other of ['nginx', 'quay.io/team/app:v1', 'public.ecr.aws/x/y', 'A/b:c', '']) {
      assert.deepEqual(found(other), [], other);
    }
  });

  it('include the image that a container runs', () => {
    const status = { containerStatuses: [{ name: 'main', imageID: `${host}/team/app@${digest}` }] };
    const [image] = imagesOf(pod(`${host}/team/app:v1`, status as PodStatus), home);
    assert.deepEqual([image?.tag, image?.runsFrom, image?.node], ['v1', digest, 'node']);
  });

  it('are none once the pod has terminated', () => {
    for (const phase of ['Succeeded', 'Failed'] as const) {
      assert.deepEqual(imagesOf(pod(`${host}/team/app:v1`, { phase }), home), []);
    }
  });
});
