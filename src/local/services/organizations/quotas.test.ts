// What an organization has at most, and whose account it makes. Source: Organizations User Guide, "Quotas and service
// limits"; API reference, CreateAccount and ConstraintViolationException. The texts of the limits on attachments, units and policies have no public source.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  type CreateAccountStatus,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  DescribeCreateAccountStatusCommand,
  EnablePolicyTypeCommand,
  ListAccountsCommand,
  ListRootsCommand,
  OrganizationsClient,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import { KmsClients } from '../../../../test/support/kms-clients.ts';
import { account, type LocalEcr, startLocalEcr } from '../../../../test/support/local-ecr.ts';

const Type = 'SERVICE_CONTROL_POLICY';
let local: LocalEcr;
let client: OrganizationsClient;
let root = '';

before(async () => {
  local = await startLocalEcr();
  client = new OrganizationsClient({
    endpoint: local.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: account, secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  await client.send(new CreateOrganizationCommand({}));
  root = (await client.send(new ListRootsCommand({}))).Roots?.[0]?.Id ?? '';
  await client.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType: Type }));
});
after(async () => {
  client.destroy();
  await local.close();
});

/** A policy that denies nothing, of that many characters. */
function contentOf(length: number): string {
  const of = (Resource: string) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Deny', Action: 'ecr:PutImage', Resource },
    });
  const arn = 'arn:aws:s3:::';
  return of(arn + 'x'.repeat(length - of(arn).length));
}

async function newPolicy(Name: string, Content: string): Promise<string> {
  const made = await client.send(new CreatePolicyCommand({ Name, Description: '', Type, Content }));
  return made.Policy?.PolicySummary?.Id ?? '';
}

describe('A service control policy', () => {
  it('has at most 5,120 characters', async () => {
    const tooLong = {
      name: 'ConstraintViolationException',
      Reason: 'POLICY_CONTENT_LIMIT_EXCEEDED',
      message: 'You have exceeded the maximum policy size.',
    };
    const PolicyId = await newPolicy('long', contentOf(5120));
    await assert.rejects(newPolicy('longer', contentOf(5121)), tooLong);
    const update = new UpdatePolicyCommand({ PolicyId, Content: contentOf(5121) });
    await assert.rejects(client.send(update), tooLong);
  });

  it('is one of five on a target at most', async () => {
    const attach = async (number: number) => {
      const PolicyId = await newPolicy(`small-${number}`, contentOf(200));
      await client.send(new AttachPolicyCommand({ PolicyId, TargetId: root }));
    };
    // FullAWSAccess is attached from the start.
    for (const number of [2, 3, 4, 5]) await attach(number);
    await assert.rejects(attach(6), {
      name: 'ConstraintViolationException',
      Reason: 'MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED',
    });
  });
});

describe('An organizational unit', () => {
  it('is at most five levels below the root', async () => {
    let ParentId = root;
    const create = async () => {
      const command = new CreateOrganizationalUnitCommand({ ParentId, Name: 'unit' });
      return (await client.send(command)).OrganizationalUnit?.Id ?? '';
    };
    for (const _ of [1, 2, 3, 4, 5]) ParentId = await create();
    await assert.rejects(create(), {
      name: 'ConstraintViolationException',
      Reason: 'OU_DEPTH_LIMIT_EXCEEDED',
      message:
        'You cannot add an organizational unit to the specified parent because it would exceed the max depth allowed.',
    });
  });
});

describe('CreateAccount', () => {
  const create = async (Email: string): Promise<CreateAccountStatus> =>
    (await client.send(new CreateAccountCommand({ Email, AccountName: 'new' })))
      .CreateAccountStatus ?? {};

  async function assertRefused({ Id, State, FailureReason }: CreateAccountStatus): Promise<void> {
    assert.deepEqual([State, FailureReason], ['FAILED', 'EMAIL_ALREADY_EXISTS']);
    const { CreateAccountStatus: later } = await client.send(
      new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: Id }),
    );
    assert.equal(later?.State, 'FAILED');
  }

  it('takes in no account that somebody uses already', async () => {
    const [ofRepositories, ofKeys] = ['222222222222', '333333333333'];
    const repository = new CreateRepositoryCommand({ repositoryName: 'app' });
    await local.client({ account: ofRepositories }).send(repository);
    const keys = new KmsClients(local);
    await keys.rootOf(ofKeys).send(new CreateKeyCommand({}));
    keys.close();
    await assertRefused(await create(`${ofRepositories}@example.com`));
    await assertRefused(await create(`${ofKeys}@example.com`));
    const { Accounts } = await client.send(new ListAccountsCommand({}));
    assert.deepEqual(
      Accounts?.map(({ Id }) => Id),
      [account],
    );
  });

  it('makes one account of an address', async () => {
    const made = await create('someone@example.com');
    assert.equal(made.State, 'SUCCEEDED');
    await assertRefused(await create('Someone@example.com'));
    const own = await create('444444444444@example.com');
    assert.deepEqual([own.State, own.AccountId], ['SUCCEEDED', '444444444444']);
    await assertRefused(await create('444444444444@elsewhere.example'));
  });
});
