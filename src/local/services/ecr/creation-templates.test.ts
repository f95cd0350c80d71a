// Repositories that are created from a template, and registries that replicate.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateRepositoryCommand,
  CreateRepositoryCreationTemplateCommand,
  DeleteRepositoryCreationTemplateCommand,
  DescribeImageReplicationStatusCommand,
  DescribeImagesCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  DescribeRepositoryCreationTemplatesCommand,
  type ECRClient,
  GetLifecyclePolicyCommand,
  ListImagesCommand,
  PutRegistryPolicyCommand,
  PutReplicationConfigurationCommand,
  UpdateRepositoryCreationTemplateCommand,
} from '@aws-sdk/client-ecr';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

const other = '444455556666';

describe('templates and replication of a registry', () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
  });
  after(() => local.close());

  async function pushed(repositoryName: string, tag = 'v1') {
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    const { manifest, layer } = await local.push(repositoryName, tag);
    return { on: { repositoryName, imageId: { imageDigest: manifest.digest } }, layer };
  }

  describe('repository creation templates', () => {
    const template = { prefix: 'team', appliedFor: ['CREATE_ON_PUSH' as const] };
    const lifecyclePolicy = JSON.stringify({
      rules: [
        {
          rulePriority: 1,
          selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 5 },
          action: { type: 'expire' },
        },
      ],
    });

    it('are stored, changed and deleted', async () => {
      const create = new CreateRepositoryCreationTemplateCommand({ ...template, prefix: 'kept' });
      await ecr.send(create);
      await assert.rejects(ecr.send(create), { name: 'TemplateAlreadyExistsException' });
      const update = { prefix: 'kept', imageTagMutability: 'IMMUTABLE' as const };
      const changed = await ecr.send(new UpdateRepositoryCreationTemplateCommand(update));
      assert.equal(changed.repositoryCreationTemplate?.imageTagMutability, 'IMMUTABLE');
      const described = await ecr.send(
        new DescribeRepositoryCreationTemplatesCommand({ prefixes: ['kept', 'unknown'] }),
      );
      assert.equal(described.repositoryCreationTemplates?.length, 1);
      await ecr.send(new DeleteRepositoryCreationTemplateCommand({ prefix: 'kept' }));
      await assert.rejects(
        ecr.send(new DeleteRepositoryCreationTemplateCommand({ prefix: 'kept' })),
        { name: 'TemplateNotFoundException' },
      );
      await assert.rejects(
        ecr.send(
          new CreateRepositoryCreationTemplateCommand({
            ...template,
            prefix: 'tagged',
            resourceTags: [{ Key: 'team', Value: 'a' }],
          }),
        ),
        { name: 'InvalidParameterException', message: /customRoleArn/ },
      );
    });

    it('create the repository that is pushed to, by the longest prefix', async () => {
      await assert.rejects(local.push('team/app', 'v1'), /404/);
      await ecr.send(new CreateRepositoryCreationTemplateCommand(template));
      await ecr.send(
        new CreateRepositoryCreationTemplateCommand({
          ...template,
          prefix: 'team/app',
          imageTagMutability: 'IMMUTABLE',
          lifecyclePolicy,
        }),
      );
      await local.push('team/app/web', 'v1');
      await local.push('team/other', 'v1');
      const repositoryNames = ['team/app/web', 'team/other'];
      const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ repositoryNames }));
      assert.deepEqual(
        repositories?.map(({ imageTagMutability }) => imageTagMutability),
        ['IMMUTABLE', 'MUTABLE'],
      );
      const policy = await ecr.send(
        new GetLifecyclePolicyCommand({ repositoryName: 'team/app/web' }),
      );
      assert.equal(policy.lifecyclePolicyText, lifecyclePolicy);
      await assert.rejects(local.push('teams/app', 'v1'), /404/);
    });
  });

  describe('replication', () => {
    const rule = (destinations: { region: string; registryId: string }[]) => ({
      replicationConfiguration: {
        rules: [
          {
            destinations,
            repositoryFilters: [{ filter: 'prod', filterType: 'PREFIX_MATCH' as const }],
          },
        ],
      },
    });
    const far = { region: 'us-west-2', registryId: account };
    const foreign = { region, registryId: other };

    it('is refused into the registry itself', async () => {
      const self = rule([{ region, registryId: account }]);
      await assert.rejects(ecr.send(new PutReplicationConfigurationCommand(self)), {
        name: 'InvalidParameterException',
      });
    });

    it('copies later pushes that match the filter, if the registry policy allows it', async () => {
      await ecr.send(new PutReplicationConfigurationCommand(rule([far, foreign])));
      const { replicationConfiguration } = await ecr.send(new DescribeRegistryCommand({}));
      assert.equal(replicationConfiguration?.rules?.length, 1);
      const { on } = await pushed('prod/app');
      await pushed('dev/app');
      const statuses = async () => {
        const status = await ecr.send(new DescribeImageReplicationStatusCommand(on));
        return status.replicationStatuses?.map((one) => `${one.registryId} ${one.status}`);
      };
      assert.deepEqual(await statuses(), [`${account} COMPLETE`, `${other} FAILED`]);
      const west = local.client({ region: 'us-west-2' });
      const copies = await west.send(new DescribeImagesCommand({ repositoryName: 'prod/app' }));
      assert.deepEqual(copies.imageDetails?.[0]?.imageTags, ['v1']);
      await assert.rejects(west.send(new ListImagesCommand({ repositoryName: 'dev/app' })), {
        name: 'RepositoryNotFoundException',
      });
      const pulled = await local.repository('prod/app', { region: 'us-west-2' });
      assert.equal((await pulled.request('GET', 'manifests/v1')).status, 200);
    });

    it('crosses accounts once the destination allows it, and goes no further', async () => {
      const there = local.client({ account: other });
      const policyText = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'replication',
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
            Resource: [`arn:aws:ecr:${region}:${other}:repository/*`],
          },
        ],
      });
      await there.send(new PutRegistryPolicyCommand({ policyText }));
      const onward = { region: 'us-east-2', registryId: other };
      await there.send(new PutReplicationConfigurationCommand(rule([onward])));
      const { on } = await pushed('prod/second');
      const { replicationStatuses } = await ecr.send(new DescribeImageReplicationStatusCommand(on));
      assert.deepEqual(
        replicationStatuses?.map(({ status }) => status),
        ['COMPLETE', 'COMPLETE'],
      );
      const listed = await there.send(new ListImagesCommand({ repositoryName: 'prod/second' }));
      assert.equal(listed.imageIds?.[0]?.imageTag, 'v1');
      const further = local.client({ account: other, region: 'us-east-2' });
      await assert.rejects(further.send(new ListImagesCommand({ repositoryName: 'prod/second' })), {
        name: 'RepositoryNotFoundException',
      });
    });
  });
});
