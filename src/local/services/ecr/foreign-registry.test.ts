// A request to another account's registry needs that account's permission, whatever the operation.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';
import { ecr } from './index.ts';

const stranger = '999988887777';
const digest = `sha256:${'0'.repeat(64)}`;
const repositoryName = 'app';
const image = { repositoryName, imageIds: [{ imageTag: 'v1' }] };
const rule = { ecrRepositoryPrefix: 'quay' };
const uploadId = '3f4a3e5c-0000-4000-8000-000000000000';
const arn = `arn:aws:ecr:${region}:${account}:repository/${repositoryName}`;

/** A valid input of each operation whose model has a `registryId`, or names what it acts on by ARN. */
const inputs: Readonly<Record<string, object>> = {
  BatchCheckLayerAvailability: { repositoryName, layerDigests: [digest] },
  BatchDeleteImage: image,
  BatchGetImage: image,
  CompleteLayerUpload: { repositoryName, uploadId, layerDigests: [digest] },
  CreatePullThroughCacheRule: { ecrRepositoryPrefix: 'mine', upstreamRegistryUrl: 'quay.io' },
  CreateRepository: { repositoryName: 'mine' },
  DeleteLifecyclePolicy: { repositoryName },
  DeletePullThroughCacheRule: rule,
  DeleteRepository: { repositoryName, force: true },
  DeleteRepositoryPolicy: { repositoryName },
  DescribeImageReplicationStatus: { repositoryName, imageId: { imageTag: 'v1' } },
  DescribeImageScanFindings: { repositoryName, imageId: { imageTag: 'v1' } },
  DescribeImageSigningStatus: { repositoryName, imageId: { imageTag: 'v1' } },
  DescribeImages: { repositoryName },
  DescribePullThroughCacheRules: {},
  DescribeRepositories: {},
  GetDownloadUrlForLayer: { repositoryName, layerDigest: digest },
  GetLifecyclePolicy: { repositoryName },
  GetLifecyclePolicyPreview: { repositoryName },
  GetRepositoryPolicy: { repositoryName },
  InitiateLayerUpload: { repositoryName },
  ListImageReferrers: { repositoryName, subjectId: { imageDigest: digest } },
  ListImages: { repositoryName },
  ListTagsForResource: { resourceArn: arn },
  PutImage: { repositoryName, imageManifest: '{}' },
  PutImageScanningConfiguration: {
    repositoryName,
    imageScanningConfiguration: { scanOnPush: true },
  },
  PutImageTagMutability: { repositoryName, imageTagMutability: 'IMMUTABLE' },
  PutLifecyclePolicy: { repositoryName, lifecyclePolicyText: '{"rules":[]}'.padEnd(100) },
  SetRepositoryPolicy: { repositoryName, policyText: '{}' },
  StartImageScan: { repositoryName, imageId: { imageTag: 'v1' } },
  StartLifecyclePolicyPreview: { repositoryName },
  TagResource: { resourceArn: arn, tags: [{ Key: 'a', Value: 'b' }] },
  UntagResource: { resourceArn: arn, tagKeys: ['a'] },
  UpdateImageStorageClass: {
    repositoryName,
    imageId: { imageDigest: digest },
    targetStorageClass: 'ARCHIVE',
  },
  UpdatePullThroughCacheRule: { ...rule, customRoleArn: `arn:aws:iam::${stranger}:role/mine` },
  UploadLayerPart: {
    repositoryName,
    uploadId,
    partFirstByte: 0,
    partLastByte: 0,
    layerPartBlob: 'AA==',
  },
  ValidatePullThroughCacheRule: rule,
};

describe("Another account's registry", () => {
  let local: LocalEcr;
  before(async () => {
    local = await startLocalEcr();
    await call(account, 'CreateRepository', { repositoryName });
    await call(account, 'CreatePullThroughCacheRule', { ...rule, upstreamRegistryUrl: 'quay.io' });
    await local.push(repositoryName, 'v1');
  });
  after(() => local.close());

  async function call(caller: string, operation: string, input: object) {
    const answer = await fetch(local.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}`,
        'x-amz-date': '20260101T000000Z',
        authorization: `AWS4-HMAC-SHA256 Credential=${caller}/20260101/${region}/ecr/aws4_request, SignedHeaders=host, Signature=x`,
      },
      body: JSON.stringify(input),
    });
    const body = (await answer.json()) as { __type?: string };
    return { code: body.__type ?? 'OK', body };
  }
  const asked = (operation: string) => {
    const input = inputs[operation] ?? {};
    return 'resourceArn' in input ? input : { ...input, registryId: account };
  };
  const version = () => local.core.state.metadata.version;

  it('can be named in these operations of the model, and no others', () => {
    const { operations, shapes } = ecr.model;
    const named = Object.values(operations).filter(({ input }) => {
      const members = shapes[input?.shape ?? '']?.members ?? {};
      return 'registryId' in members || 'resourceArn' in members;
    });
    assert.deepEqual(named.map(({ name }) => name).sort(), Object.keys(inputs));
  });

  for (const operation of Object.keys(inputs)) {
    it(`is denied to ${operation}, which changes nothing there`, async () => {
      const before = version();
      assert.equal(
        (await call(stranger, operation, asked(operation))).code,
        'AccessDeniedException',
      );
      assert.equal(version(), before);
    });
  }

  it('is accessible to those whom its policy allows, and their requests act on it', async () => {
    const Statement = {
      Sid: 'in',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${stranger}:root` },
      Action: 'ecr:*',
      Resource: '*',
    };
    const policyText = JSON.stringify({ Version: '2012-10-17', Statement });
    assert.equal((await call(account, 'PutRegistryPolicy', { policyText })).code, 'OK');
    assert.equal((await call(stranger, 'ListImages', asked('ListImages'))).code, 'OK');
    assert.equal((await call(stranger, 'CreateRepository', asked('CreateRepository'))).code, 'OK');
    const { body } = await call(account, 'DescribeRepositories', { repositoryNames: ['mine'] });
    assert.equal(Object.hasOwn(body, 'repositories'), true);
    // Rules have no ARN, so no policy can allow another account to use them.
    const update = 'UpdatePullThroughCacheRule';
    assert.equal((await call(stranger, update, asked(update))).code, 'AccessDeniedException');
  });
});
