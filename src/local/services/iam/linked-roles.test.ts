// Service-linked roles, as IAM creates, describes and deletes them on request.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CreatePullThroughCacheRuleCommand,
  DeletePullThroughCacheRuleCommand,
  ECRClient,
} from '@aws-sdk/client-ecr';
import {
  CreateServiceLinkedRoleCommand,
  DeleteRoleCommand,
  DeleteServiceLinkedRoleCommand,
  GetRoleCommand,
  GetServiceLinkedRoleDeletionStatusCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

describe('A service-linked role', () => {
  let local: LocalEcr;
  let iam: IAMClient;
  const credentials = { accessKeyId: account, secretAccessKey: 'x' };
  beforeEach(async () => {
    local = await startLocalEcr();
    iam = new IAMClient({ endpoint: local.endpoint, region, credentials, maxAttempts: 1 });
  });
  afterEach(() => local.close());
  const create = (AWSServiceName: string, CustomSuffix?: string) =>
    iam.send(
      new CreateServiceLinkedRoleCommand({
        AWSServiceName,
        ...(CustomSuffix === undefined ? {} : { CustomSuffix }),
      }),
    );
  async function remove(RoleName: string): Promise<string | undefined> {
    const { DeletionTaskId } = await iam.send(new DeleteServiceLinkedRoleCommand({ RoleName }));
    const asked = { DeletionTaskId };
    return (await iam.send(new GetServiceLinkedRoleDeletionStatusCommand(asked))).Status;
  }

  it("has its service's name, path, trust and policy", async () => {
    const { Role } = await create('eks-nodegroup.amazonaws.com');
    const RoleName = 'AWSServiceRoleForAmazonEKSNodegroup';
    assert.equal(
      Role?.Arn,
      `arn:aws:iam::${account}:role/aws-service-role/eks-nodegroup.amazonaws.com/${RoleName}`,
    );
    assert.deepEqual(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')), {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'eks-nodegroup.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    });
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    assert.deepEqual(AttachedPolicies, [
      {
        PolicyName: RoleName,
        PolicyArn: `arn:aws:iam::aws:policy/aws-service-role/${RoleName}`,
      },
    ]);
  });

  it('is created once', async () => {
    await create('batch.amazonaws.com');
    await assert.rejects(create('batch.amazonaws.com'), {
      name: 'InvalidInputException',
      message:
        'Service role name AWSServiceRoleForBatch has been taken in this account, please try a different suffix.',
    });
  });

  it('is created again with a suffix, if its service allows one', async () => {
    await create('autoscaling.amazonaws.com');
    const { Role } = await create('autoscaling.amazonaws.com', 'mine');
    assert.equal(Role?.RoleName, 'AWSServiceRoleForAutoScaling_mine');
  });

  it('is deleted by a task, not by DeleteRole', async () => {
    await create('batch.amazonaws.com');
    const RoleName = 'AWSServiceRoleForBatch';
    await assert.rejects(iam.send(new DeleteRoleCommand({ RoleName })), {
      name: 'UnmodifiableEntityException',
    });
    assert.equal(await remove(RoleName), 'SUCCEEDED');
    await assert.rejects(iam.send(new GetRoleCommand({ RoleName })), {
      name: 'NoSuchEntityException',
    });
  });

  it('stays while ECR needs it', async () => {
    await create('pullthroughcache.ecr.amazonaws.com');
    const RoleName = 'AWSServiceRoleForECRPullThroughCache';
    const ecr = new ECRClient({ endpoint: local.endpoint, region, credentials });
    const ecrRepositoryPrefix = 'ecr-public';
    const rule = { ecrRepositoryPrefix, upstreamRegistryUrl: 'public.ecr.aws' };
    await ecr.send(new CreatePullThroughCacheRuleCommand(rule));
    assert.equal(await remove(RoleName), 'FAILED');
    assert.equal((await iam.send(new GetRoleCommand({ RoleName }))).Role?.RoleName, RoleName);
    await ecr.send(new DeletePullThroughCacheRuleCommand({ ecrRepositoryPrefix }));
    assert.equal(await remove(RoleName), 'SUCCEEDED');
  });
});
