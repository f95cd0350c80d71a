// Repositories of ECR with the AWS SDK: pages, tags, policies, Regions.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  ListTagsForResourceCommand,
  PutImageCommand,
  paginateDescribeRepositories,
  paginateListImages,
  SetRepositoryPolicyCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { type Running, startLocal } from '../../src/local/up.ts';
import { testOptions } from '../support/options.ts';
import { account, as, type RootClients, region } from '../support/role-clients.ts';

let running: Running;
let endpoint = '';
let ecr: ECRClient;
let iam: IAMClient;
let sts: STSClient;
let root: RootClients;

before(async () => {
  running = await startLocal(testOptions(account), () => undefined);
  endpoint = running.local.endpoint;
  const options = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'x' } };
  ecr = new ECRClient(options);
  iam = new IAMClient(options);
  sts = new STSClient(options);
  root = { endpoint, iam, sts };
});
after(() => running.local.close());

describe('Repositories of ECR', () => {
  it('are listed in pages, and so are their images', async () => {
    const repositoryName = 'paged/app';
    for (const index of [1, 2, 3, 4, 5]) {
      await ecr.send(new CreateRepositoryCommand({ repositoryName: `page/${index}` }));
    }
    const names: string[] = [];
    for await (const page of paginateDescribeRepositories({ client: ecr, pageSize: 2 }, {})) {
      assert.ok((page.repositories?.length ?? 0) <= 2);
      names.push(...(page.repositories ?? []).map(({ repositoryName: name = '' }) => name));
    }
    assert.deepEqual(
      names.filter((name) => name.startsWith('page/')),
      ['page/1', 'page/2', 'page/3', 'page/4', 'page/5'],
    );
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    const imageManifestMediaType = 'application/vnd.oci.image.index.v1+json';
    for (const imageTag of ['one', 'two', 'three']) {
      const index = { schemaVersion: 2, mediaType: imageManifestMediaType, manifests: [] };
      const imageManifest = JSON.stringify({ ...index, annotations: { imageTag } });
      const image = { imageTag, imageManifest, imageManifestMediaType };
      await ecr.send(new PutImageCommand({ repositoryName, ...image }));
    }
    const tags: string[] = [];
    for await (const page of paginateListImages({ client: ecr, pageSize: 1 }, { repositoryName })) {
      assert.ok((page.imageIds?.length ?? 0) <= 1);
      tags.push(...(page.imageIds ?? []).map(({ imageTag = '' }) => imageTag));
    }
    assert.deepEqual(tags.sort(), ['one', 'three', 'two']);
  });

  it('have tags, which policies can use in conditions', async () => {
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'tagged/1' }));
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'tagged/2' }));
    const resourceArn = `arn:aws:ecr:${region}:${account}:repository/tagged/1`;
    await ecr.send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'team', Value: 'a' }] }));
    const { tags } = await ecr.send(new ListTagsForResourceCommand({ resourceArn }));
    assert.deepEqual(tags, [{ Key: 'team', Value: 'a' }]);
    await assert.rejects(
      ecr.send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'aws:x', Value: 'y' }] })),
      { name: 'InvalidTagParameterException' },
    );
    const client = await as(root, 'tagged', {
      Effect: 'Allow',
      Action: 'ecr:DescribeImages',
      Resource: '*',
      Condition: { StringEquals: { 'ecr:ResourceTag/team': 'a' } },
    });
    await client.send(new DescribeImagesCommand({ repositoryName: 'tagged/1' }));
    await assert.rejects(client.send(new DescribeImagesCommand({ repositoryName: 'tagged/2' })), {
      name: 'AccessDeniedException',
    });
  });

  it('refuse policies with ECR’s own messages', async () => {
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'open' }));
    await assert.rejects(
      ecr.send(
        new SetRepositoryPolicyCommand({
          repositoryName: 'open',
          policyText: '{"Version":"2012-10-17"}',
        }),
      ),
      {
        name: 'InvalidParameterException',
        message:
          "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
      },
    );
  });

  it('exist in one Region only', async () => {
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'regional' }));
    const elsewhere = new ECRClient({
      endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: account, secretAccessKey: 'x' },
    });
    await assert.rejects(
      elsewhere.send(new DescribeImagesCommand({ repositoryName: 'regional' })),
      {
        name: 'RepositoryNotFoundException',
      },
    );
  });
});
