// Roles that ECR assumes: to reach a registry of another account, and to create repositories from a template.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreatePullThroughCacheRuleCommand,
  CreateRepositoryCommand,
  CreateRepositoryCreationTemplateCommand,
  DescribeImageReplicationStatusCommand,
  type ECRClient,
  ListTagsForResourceCommand,
  PutReplicationConfigurationCommand,
  SetRepositoryPolicyCommand,
  UpdatePullThroughCacheRuleCommand,
  ValidatePullThroughCacheRuleCommand,
} from '@aws-sdk/client-ecr';
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { account, type LocalEcr, region, startLocalEcr } from '../../../test/support/local-ecr.ts';
import { pushTinyImage } from '../../../test/support/push-image.ts';

const upstreamAccount = '444455556666';
const upstreamHost = `${upstreamAccount}.dkr.ecr.${region}.amazonaws.com`;
const roleArn = `arn:aws:iam::${account}:role/cache`;
const pull = ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const trust = (Service: string, Condition?: object) =>
  document({ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', Condition });
const may = (Action: string | string[], Resource = '*') =>
  document({ Effect: 'Allow', Action, Resource });

describe('a role that ECR assumes', () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  let upstream: ECRClient;
  let iam: IAMClient;
  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
    upstream = local.client({ account: upstreamAccount });
    const credentials = { accessKeyId: account, secretAccessKey: 'test' };
    iam = new IAMClient({ endpoint: local.endpoint, region, credentials });
  });
  after(async () => {
    iam.destroy();
    await local.close();
  });

  const role = (RoleName: string, AssumeRolePolicyDocument: string) =>
    iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const allow = (RoleName: string, PolicyDocument: string) =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'allow', PolicyDocument }));

  describe('for a pull through cache of another account', () => {
    const rule = { ecrRepositoryPrefix: 'there', upstreamRegistryUrl: upstreamHost };
    let pulls = 0;

    /** Status of a pull that the cache cannot serve by itself. */
    async function status(): Promise<number> {
      const repositoryName = `app${pulls++}`;
      await upstream.send(new CreateRepositoryCommand({ repositoryName }));
      await upstream.send(new SetRepositoryPolicyCommand({ repositoryName, policyText }));

      const source = await local.repository(repositoryName, { account: upstreamAccount });
      const { layer } = await pushTinyImage(source, 'v1', repositoryName);
      const cached = await local.repository(`there/${repositoryName}`);
      const manifest = (await cached.request('GET', 'manifests/v1')).status;
      if (manifest !== 200) return manifest;
      return (await cached.request('GET', `blobs/${layer.digest}`)).status;
    }
    let policyText = document({
      Effect: 'Allow',
      Principal: { AWS: roleArn },
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    });

    it('is required, and must be in the same account', async () => {
      const create = (more: object) =>
        ecr.send(new CreatePullThroughCacheRuleCommand({ ...rule, ...more }));
      await assert.rejects(create({}), {
        name: 'InvalidParameterException',
        message: /customRoleArn/,
      });
      const foreign = roleArn.replace(account, upstreamAccount);
      await assert.rejects(create({ customRoleArn: foreign }), {
        name: 'InvalidParameterException',
        message: /customRoleArn/,
      });
      await create({ customRoleArn: roleArn });
    });

    it('must exist, trust the service, and be allowed to pull on both sides', async () => {
      assert.equal(await status(), 403, 'no role');
      await role('cache', trust('ec2.amazonaws.com'));
      await allow('cache', may(pull));
      assert.equal(await status(), 403, 'trusts another service');
      const verdict = await ecr.send(
        new ValidatePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'there' }),
      );
      assert.deepEqual([verdict.isValid, verdict.customRoleArn], [false, roleArn]);
      assert.match(verdict.failure ?? '', /not authorized to perform: sts:AssumeRole/);

      const trusting = trust('pullthroughcache.ecr.amazonaws.com', {
        StringEquals: { 'aws:SourceAccount': account },
      });
      await iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName: 'cache', PolicyDocument: trusting }),
      );
      assert.equal(await status(), 200);
      const valid = await ecr.send(
        new ValidatePullThroughCacheRuleCommand({ ecrRepositoryPrefix: 'there' }),
      );
      assert.deepEqual([valid.isValid, valid.failure], [true, undefined]);

      await allow('cache', may(['ecr:GetAuthorizationToken', 'ecr:BatchGetImage']));
      assert.equal(await status(), 403, 'may not download layers');
      await allow('cache', may(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']));
      assert.equal(await status(), 403, 'may not have a token');
      await allow('cache', may(pull));
      policyText = document({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:role/other` },
        Action: 'ecr:BatchGetImage',
      });
      assert.equal(await status(), 403, 'the upstream lets another role in');
      await iam.send(new DeleteRolePolicyCommand({ RoleName: 'cache', PolicyName: 'allow' }));
      await iam.send(new DeleteRoleCommand({ RoleName: 'cache' }));
      assert.equal(await status(), 403, 'deleted');
      const change = { ecrRepositoryPrefix: 'there', customRoleArn: '' };
      await assert.rejects(ecr.send(new UpdatePullThroughCacheRuleCommand(change)), {
        name: 'InvalidParameterException',
      });
    });
  });

  it('within the account is the service-linked role, which nobody else can change', async () => {
    const far = local.client({ region: 'us-west-2' });
    await far.send(new CreateRepositoryCommand({ repositoryName: 'base' }));
    const source = await local.repository('base', { region: 'us-west-2' });

    await pushTinyImage(source, 'v1', 'base');
    await ecr.send(
      new CreatePullThroughCacheRuleCommand({
        ecrRepositoryPrefix: 'west',
        upstreamRegistryUrl: `${account}.dkr.ecr.us-west-2.amazonaws.com`,
      }),
    );
    const cached = await local.repository('west/base');
    assert.equal((await cached.request('GET', 'manifests/v1')).status, 200);
    const RoleName = 'AWSServiceRoleForECRPullThroughCache';
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    assert.equal(
      Role?.Arn,
      `arn:aws:iam::${account}:role/aws-service-role/pullthroughcache.ecr.amazonaws.com/${RoleName}`,
    );
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess';
    for (const command of [
      new DeleteRoleCommand({ RoleName }),
      new PutRolePolicyCommand({ RoleName, PolicyName: 'x', PolicyDocument: may('*') }),
      new AttachRolePolicyCommand({ RoleName, PolicyArn }),
    ]) {
      await assert.rejects(iam.send(command as DeleteRoleCommand), {
        name: 'UnmodifiableEntityException',
      });
    }
    // An explicit deny in the repository policy applies to the role as well.
    const policyText = document({ Effect: 'Deny', Principal: '*', Action: 'ecr:BatchGetImage' });
    await far.send(new SetRepositoryPolicyCommand({ repositoryName: 'base', policyText }));
    await local.advance('25h');
    const other = await local.repository('west/base');
    assert.equal((await other.request('GET', 'manifests/v1')).status, 200, 'from the cache');
    assert.equal((await other.request('GET', 'manifests/v2')).status, 403);
  });

  it('of a template creates the repository, if it is allowed to', async () => {
    const customRoleArn = `arn:aws:iam::${account}:role/templates`;
    const template = (prefix: string, appliedFor: 'CREATE_ON_PUSH' | 'REPLICATION') => ({
      prefix,
      appliedFor: [appliedFor],
      customRoleArn,
      resourceTags: [{ Key: 'team', Value: 'a' }],
    });
    await ecr.send(new CreateRepositoryCreationTemplateCommand(template('made', 'CREATE_ON_PUSH')));
    await assert.rejects(local.push('made/app', 'v1'), /403/, 'no role');
    await role('templates', trust('ecr.amazonaws.com'));
    await allow('templates', may('ecr:CreateRepository'));
    await assert.rejects(local.push('made/app', 'v1'), /403/, 'may not tag');
    await allow('templates', may(['ecr:CreateRepository', 'ecr:TagResource']));
    await local.push('made/app', 'v1');
    const resourceArn = `arn:aws:ecr:${region}:${account}:repository/made/app`;
    const { tags } = await ecr.send(new ListTagsForResourceCommand({ resourceArn }));
    assert.deepEqual(tags, [{ Key: 'team', Value: 'a' }]);

    const far = local.client({ region: 'eu-north-1' });
    await far.send(new CreateRepositoryCreationTemplateCommand(template('copied', 'REPLICATION')));
    const destinations = [{ region: 'eu-north-1', registryId: account }];
    const replicationConfiguration = { rules: [{ destinations }] };
    await ecr.send(new PutReplicationConfigurationCommand({ replicationConfiguration }));
    await allow('templates', may('ecr:TagResource'));
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'copied/app' }));
    const outcome = async (tag: string) => {
      await local.push('copied/app', tag);
      const of = { repositoryName: 'copied/app', imageId: { imageTag: tag } };
      const status = await ecr.send(new DescribeImageReplicationStatusCommand(of));
      return status.replicationStatuses?.map(({ status, failureCode }) => [status, failureCode]);
    };
    assert.deepEqual(await outcome('v1'), [['FAILED', 'AccessDenied']]);
    await allow('templates', may(['ecr:CreateRepository', 'ecr:TagResource']));
    assert.deepEqual(await outcome('v2'), [['COMPLETE', undefined]]);
  });
});
