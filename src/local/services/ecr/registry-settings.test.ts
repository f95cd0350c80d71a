import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  BatchGetImageCommand,
  BatchGetRepositoryScanningConfigurationCommand,
  CreatePullThroughCacheRuleCommand,
  CreateRepositoryCommand,
  CreateRepositoryCreationTemplateCommand,
  DeletePullThroughCacheRuleCommand,
  DeleteRepositoryCreationTemplateCommand,
  DeleteSigningConfigurationCommand,
  DeregisterPullTimeUpdateExclusionCommand,
  DescribeImageReplicationStatusCommand,
  DescribeImageScanFindingsCommand,
  DescribeImageSigningStatusCommand,
  DescribeImagesCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  DescribeRepositoryCreationTemplatesCommand,
  type ECRClient,
  GetAccountSettingCommand,
  GetLifecyclePolicyCommand,
  GetRegistryScanningConfigurationCommand,
  GetSigningConfigurationCommand,
  ListImagesCommand,
  ListPullTimeUpdateExclusionsCommand,
  PutAccountSettingCommand,
  PutRegistryPolicyCommand,
  PutRegistryScanningConfigurationCommand,
  PutReplicationConfigurationCommand,
  PutSigningConfigurationCommand,
  RegisterPullTimeUpdateExclusionCommand,
  StartImageScanCommand,
  UpdateImageStorageClassCommand,
  UpdateRepositoryCreationTemplateCommand,
} from '@aws-sdk/client-ecr';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

const other = '444455556666';

describe('the settings of a registry', () => {
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

  describe('account settings', () => {
    it('have defaults, and are refused when they say what they cannot', async () => {
      const name = 'BLOB_MOUNTING';
      assert.equal((await ecr.send(new GetAccountSettingCommand({ name }))).value, 'DISABLED');
      await assert.rejects(ecr.send(new PutAccountSettingCommand({ name, value: 'MAYBE' })), {
        name: 'InvalidParameterException',
      });
      await assert.rejects(ecr.send(new GetAccountSettingCommand({ name: 'NO_SUCH' })), {
        name: 'InvalidParameterException',
      });
    });

    it('let layers be mounted only once they say so', async () => {
      const { layer } = await pushed('mount/from');
      await ecr.send(new CreateRepositoryCommand({ repositoryName: 'mount/to' }));
      const to = await local.repository('mount/to');
      const from = encodeURIComponent('mount/from');
      const mount = async () =>
        (await to.request('POST', `blobs/uploads/?mount=${layer.digest}&from=${from}`)).status;
      assert.equal(await mount(), 202);
      const setting = { name: 'BLOB_MOUNTING', value: 'ENABLED' };
      assert.equal((await ecr.send(new PutAccountSettingCommand(setting))).value, 'ENABLED');
      assert.equal(await mount(), 201);
    });

    it('let no layer be mounted across encryptions, or out of a cache', async () => {
      const { layer } = await pushed('mount/plain');
      const encryptionConfiguration = { encryptionType: 'KMS' as const };
      await ecr.send(
        new CreateRepositoryCommand({ repositoryName: 'mount/sealed', encryptionConfiguration }),
      );
      await ecr.send(new CreateRepositoryCommand({ repositoryName: 'mount/other' }));
      const mount = async (name: string) => {
        const query = `mount=${layer.digest}&from=${encodeURIComponent('mount/plain')}`;
        const to = await local.repository(name);
        return (await to.request('POST', `blobs/uploads/?${query}`)).status;
      };
      assert.equal(await mount('mount/sealed'), 202);
      const rule = { ecrRepositoryPrefix: 'mount', upstreamRegistryUrl: 'registry.k8s.io' };
      await ecr.send(new CreatePullThroughCacheRuleCommand(rule));
      assert.equal(await mount('mount/other'), 202);
      await ecr.send(new DeletePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'mount' }));
      assert.equal(await mount('mount/other'), 201);
    });
  });

  describe('pull time update exclusions', () => {
    it('are registered once, listed and taken back', async () => {
      const exclusion = { principalArn: `arn:aws:iam::${account}:role/scanner` };
      const registered = await ecr.send(new RegisterPullTimeUpdateExclusionCommand(exclusion));
      assert.ok(registered.createdAt instanceof Date);
      await assert.rejects(ecr.send(new RegisterPullTimeUpdateExclusionCommand(exclusion)), {
        name: 'ExclusionAlreadyExistsException',
      });
      const listed = await ecr.send(new ListPullTimeUpdateExclusionsCommand({}));
      assert.deepEqual(listed.pullTimeUpdateExclusions, [exclusion.principalArn]);
      await ecr.send(new DeregisterPullTimeUpdateExclusionCommand(exclusion));
      await assert.rejects(ecr.send(new DeregisterPullTimeUpdateExclusionCommand(exclusion)), {
        name: 'ExclusionNotFoundException',
      });
    });
  });

  it('leave no pull time where the puller is excluded', async () => {
    const { on } = await pushed('pulled');
    const registry = await local.repository('pulled');
    const pulledAt = async () => {
      await registry.request('GET', 'manifests/v1');
      const { imageDetails } = await ecr.send(new DescribeImagesCommand(repository));
      return imageDetails?.[0]?.lastRecordedPullTime;
    };
    const repository = { repositoryName: on.repositoryName };
    const user = { principalArn: `arn:aws:iam::${account}:user/ci` };
    const iam = new IAMClient({
      endpoint: local.endpoint,
      region,
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
    });
    await iam.send(new CreateUserCommand({ UserName: 'ci' }));
    await iam.send(
      new PutUserPolicyCommand({
        UserName: 'ci',
        PolicyName: 'pull',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }],
        }),
      }),
    );
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ci' }));
    iam.destroy();
    const ci = local.client({
      credentials: {
        accessKeyId: AccessKey?.AccessKeyId ?? '',
        secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      },
    });
    const pull = new BatchGetImageCommand({
      repositoryName: 'pulled',
      imageIds: [{ imageTag: 'v1' }],
    });
    await ecr.send(new RegisterPullTimeUpdateExclusionCommand(user));
    await ci.send(pull);
    const { imageDetails } = await ecr.send(new DescribeImagesCommand(repository));
    assert.equal(imageDetails?.[0]?.lastRecordedPullTime, undefined);
    assert.ok((await pulledAt()) instanceof Date);
  });

  describe('scanning', () => {
    it('is configured by rules that match repositories', async () => {
      await pushed('scan/one');
      const filter = [{ filter: 'scan/*', filterType: 'WILDCARD' as const }];
      const put = await ecr.send(
        new PutRegistryScanningConfigurationCommand({
          scanType: 'BASIC',
          rules: [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: filter }],
        }),
      );
      assert.equal(put.registryScanningConfiguration?.scanType, 'BASIC');
      const got = await ecr.send(new GetRegistryScanningConfigurationCommand({}));
      assert.deepEqual(got.scanningConfiguration, put.registryScanningConfiguration);
      const batch = await ecr.send(
        new BatchGetRepositoryScanningConfigurationCommand({
          repositoryNames: ['scan/one', 'none'],
        }),
      );
      const [one] = batch.scanningConfigurations ?? [];
      assert.deepEqual([one?.scanFrequency, one?.appliedScanFilters], ['SCAN_ON_PUSH', filter]);
      assert.equal(batch.failures?.[0]?.failureCode, 'REPOSITORY_NOT_FOUND');
      await assert.rejects(
        ecr.send(
          new PutRegistryScanningConfigurationCommand({
            scanType: 'BASIC',
            rules: [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters: filter }],
          }),
        ),
        { name: 'InvalidParameterException' },
      );
    });

    it('never calls an image clean that nobody looked into, and scans once a day', async () => {
      const { on } = await pushed('unscanned');
      await assert.rejects(ecr.send(new DescribeImageScanFindingsCommand(on)), {
        name: 'ScanNotFoundException',
      });
      const started = await ecr.send(new StartImageScanCommand(on));
      assert.equal(started.imageScanStatus?.status, 'IN_PROGRESS');
      await assert.rejects(ecr.send(new StartImageScanCommand(on)), {
        name: 'LimitExceededException',
      });
      await local.advance('1m');
      const found = await ecr.send(new DescribeImageScanFindingsCommand(on));
      assert.equal(found.imageScanStatus?.status, 'FAILED');
      assert.match(found.imageScanStatus?.description ?? '', /^UnsupportedImageError/);
      assert.equal(found.imageScanFindings, undefined);
      await local.advance('24h');
      await ecr.send(new UpdateImageStorageClassCommand({ ...on, targetStorageClass: 'ARCHIVE' }));
      await assert.rejects(ecr.send(new StartImageScanCommand(on)), {
        name: 'ImageArchivedException',
      });
    });
  });

  describe('signing', () => {
    it('is tried on push, and fails for want of the profile', async () => {
      await assert.rejects(ecr.send(new GetSigningConfigurationCommand({})), {
        name: 'SigningConfigurationNotFoundException',
      });
      const signingProfileArn = `arn:aws:signer:${region}:${account}:/signing-profiles/release`;
      const rules = [
        {
          signingProfileArn,
          repositoryFilters: [{ filter: 'signed/*', filterType: 'WILDCARD_MATCH' as const }],
        },
      ];
      await ecr.send(new PutSigningConfigurationCommand({ signingConfiguration: { rules } }));
      const got = await ecr.send(new GetSigningConfigurationCommand({}));
      assert.deepEqual(got.signingConfiguration, { rules });
      const { on } = await pushed('signed/app');
      const status = async () =>
        (await ecr.send(new DescribeImageSigningStatusCommand(on))).signingStatuses?.[0];
      assert.equal((await status())?.status, 'IN_PROGRESS');
      await local.advance('1m');
      assert.deepEqual(
        [(await status())?.status, (await status())?.failureCode],
        ['FAILED', 'ResourceNotFoundException'],
      );
      const { on: unsigned } = await pushed('unsigned');
      const none = await ecr.send(new DescribeImageSigningStatusCommand(unsigned));
      assert.deepEqual(none.signingStatuses, []);
      await ecr.send(new DeleteSigningConfigurationCommand({}));
    });
  });

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

    it('are kept, changed and deleted', async () => {
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

    it('make the repository that is pushed to, by the longest prefix', async () => {
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

    it('copies what is pushed afterwards where the filter fits and the registry policy lets it', async () => {
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

    it('crosses accounts once the destination says so, and goes no further', async () => {
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
