import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import {
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { GetAccessKeyInfoCommand, STSClient } from '@aws-sdk/client-sts';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';
import { userWith } from '../../../../test/support/user-with.ts';

describe('an access key', () => {
  let local: LocalEcr;
  before(async () => {
    local = await startLocalEcr();
  });
  after(() => local.close());

  it('reports its last use, allowed or not, to its own account only', async () => {
    const user = await userWith(local.endpoint, [{ Action: 'sts:*', Resource: '*' }], 'ci');
    const clientOf = (accessKeyId: string) =>
      new IAMClient({
        endpoint: local.endpoint,
        region,
        credentials: { accessKeyId, secretAccessKey: 'test' },
      });
    const iam = clientOf(account);
    const lastUsed = new GetAccessKeyLastUsedCommand({ AccessKeyId: user.accessKeyId });
    const unused = await iam.send(lastUsed);
    assert.deepEqual(unused.AccessKeyLastUsed, { ServiceName: 'N/A', Region: 'N/A' });
    const ecr = local.client({ region: 'eu-north-1', credentials: user });
    await assert.rejects(ecr.send(new DescribeRepositoriesCommand({})), {
      name: 'AccessDeniedException',
    });
    const { UserName, AccessKeyLastUsed } = await iam.send(lastUsed);
    assert.deepEqual(
      [UserName, AccessKeyLastUsed?.ServiceName, AccessKeyLastUsed?.Region],
      ['ci', 'ecr', 'eu-north-1'],
    );
    assert.ok(AccessKeyLastUsed?.LastUsedDate instanceof Date);
    const stranger = clientOf('444455556666');
    await assert.rejects(stranger.send(lastUsed), { name: 'AccessDenied' });
    iam.destroy();
    stranger.destroy();
  });

  it('has a known account after it is deleted', async () => {
    const user = await userWith(local.endpoint, [{ Action: 'sts:*', Resource: '*' }], 'gone');
    const root = {
      endpoint: local.endpoint,
      region,
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
    };
    const [iam, sts] = [new IAMClient(root), new STSClient(root)];
    const { accessKeyId: AccessKeyId } = user;
    await iam.send(new DeleteAccessKeyCommand({ UserName: 'gone', AccessKeyId }));
    const { Account } = await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId }));
    assert.equal(Account, account);
    await assert.rejects(
      sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' })),
      { name: 'ValidationError' },
    );
    iam.destroy();
    sts.destroy();
  });
});
