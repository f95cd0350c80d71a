// Names of registries and repositories, in every partition (Amazon ECR endpoints and quotas; partitions.json of the SDKs).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addOnAccountOf, addOnAccounts } from './add-on-registries.ts';
import { isPartition, partitionOf, partitions } from './partitions.ts';
import { ecrHostName, hasOwnSuffix, parseEcrHost } from './registry-host.ts';
import { parseRepositoryKey, repositoryArn, repositoryKey, repositoryUri } from './repository.ts';

const registryId = '111122223333';
const expected = [
  ['us-east-1', 'aws', 'amazonaws.com'],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov'],
] as const;

describe('A repository', () => {
  for (const [region, partition, suffix] of expected) {
    it(`has the ARN and host of ${partition} in ${region}`, () => {
      const repository = { registryId, region, name: 'team/app' };
      assert.equal(
        repositoryArn(repository),
        `arn:${partition}:ecr:${region}:${registryId}:repository/team/app`,
      );
      const host = `${registryId}.dkr.ecr.${region}.${suffix}`;
      assert.equal(repositoryUri(repository), `${host}/team/app`);
      assert.deepEqual(parseEcrHost(host), {
        registryId,
        region,
        fips: false,
        dualStack: false,
        suffix,
        partition,
      });
      assert.deepEqual(parseRepositoryKey(repositoryKey(repository)), repository);
    });
  }
});

describe('A registry host', () => {
  it('is FIPS, dual-stack, or both', () => {
    const { fips, dualStack, partition } =
      parseEcrHost(`${registryId}.dkr-ecr-fips.us-gov-west-1.on.aws:443`) ?? {};
    assert.deepEqual([fips, dualStack, partition], [true, true, 'aws-us-gov']);
  });

  it('has the suffix of its own partition only', () => {
    for (const [region, , own] of expected) {
      const right = expected.filter(([, , suffix]) => hasOwnSuffix({ region, suffix }));
      assert.deepEqual([...new Set(right.map(([, , suffix]) => suffix))], [own]);
    }
  });

  it('is no other host', () => {
    for (const host of [
      'docker.io',
      '12345.dkr.ecr.us-east-1.amazonaws.com',
      `${registryId}.dkr.ecr.us-east-1.example.com`,
      `${registryId}.dkr.ecr.us-east-1.amazonaws.com.cn`,
      `${registryId}.dkr.ecr.us-east1.amazonaws.com`,
    ]) {
      assert.equal(parseEcrHost(host), undefined);
    }
  });
});

describe('The tables', () => {
  it('contain each partition once and accept future Regions', () => {
    assert.equal(new Set(partitions.map(({ id }) => id)).size, partitions.length);
    assert.deepEqual(
      [partitionOf('us-gov-south-9').id, partitionOf('xx-new-1').id],
      ['aws-us-gov', 'aws'],
    );
    assert.deepEqual([isPartition('aws-iso-f'), isPartition('aws-xx')], [true, false]);
  });

  it('have the registries of EKS add-ons by Region', () => {
    assert.deepEqual(
      [
        'eu-central-2',
        'ap-southeast-5',
        'cn-north-1',
        'us-gov-west-1',
        'us-east-1',
        'xx-new-1',
      ].map(addOnAccountOf),
      ['900612956339', '151610086707', '918309763551', '013241004608', '602401143452', undefined],
    );
    for (const account of addOnAccounts) assert.match(account, /^\d{12}$/);
    assert.equal(parseEcrHost(ecrHostName('961992271922', 'cn-northwest-1'))?.partition, 'aws-cn');
  });
});
