import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  BatchGetRepositoryScanningConfigurationCommand,
  CreatePullThroughCacheRuleCommand,
  CreateRepositoryCommand,
  DeletePullThroughCacheRuleCommand,
  DeleteSigningConfigurationCommand,
  DescribeImageScanFindingsCommand,
  DescribeImageSigningStatusCommand,
  type ECRClient,
  GetAccountSettingCommand,
  GetRegistryScanningConfigurationCommand,
  GetSigningConfigurationCommand,
  PutAccountSettingCommand,
  PutRegistryScanningConfigurationCommand,
  PutSigningConfigurationCommand,
  StartImageScanCommand,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

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
    it('have defaults, and refuse invalid values', async () => {
      const name = 'BLOB_MOUNTING';
      assert.equal((await ecr.send(new GetAccountSettingCommand({ name }))).value, 'DISABLED');
      await assert.rejects(ecr.send(new PutAccountSettingCommand({ name, value: 'MAYBE' })), {
        name: 'InvalidParameterException',
      });
      await assert.rejects(ecr.send(new GetAccountSettingCommand({ name: 'NO_SUCH' })), {
        name: 'InvalidParameterException',
      });
    });

    it('allow mounting layers only when it is enabled', async () => {
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

    it('allow no layer to be mounted across encryptions, or out of a cache', async () => {
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

    it('never reports an unscanned image as clean, and scans once a day', async () => {
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
    it('is tried on push, and fails without the profile', async () => {
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
});
