// What grants on keys add to a decision, and what they yield to. Source: KMS Developer Guide, "Grants in AWS KMS"; API reference.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CreateRoleCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { DescribeKeyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { denied, encrypt, KmsClients, stranger } from '../../../../test/support/kms-clients.ts';
import { account, type LocalEcr, startLocalEcr } from '../../../../test/support/local-ecr.ts';
import { ask } from '../../../../test/support/signed-api.ts';
import { userWith } from '../../../../test/support/user-with.ts';

let local: LocalEcr;
let keys: KmsClients;
before(async () => {
  local = await startLocalEcr();
  keys = new KmsClients(local);
});
after(async () => {
  keys.close();
  await local.close();
});

const rootCredentials = { accessKeyId: account, secretAccessKey: 'test' };

describe('A grant', () => {
  it('is enough for whom it names, in another account too', async () => {
    const key = await keys.key();
    const { client, arn } = await keys.user();
    await assert.rejects(encrypt(client, key), denied);
    await keys.grant(key, arn, ['Encrypt']);
    await encrypt(client, key);

    const others = keys.rootOf(stranger);
    const foreign = await keys.key(others);
    await keys.grant(foreign, arn, ['Encrypt'], {}, others);
    await encrypt(client, foreign);
  });

  it('yields to a Deny in a policy of the caller', async () => {
    const key = await keys.key();
    const { client, arn, name: UserName } = await keys.user();
    await keys.grant(key, arn, ['Encrypt']);
    const iam = keys.keep(new IAMClient(keys.options(rootCredentials)));
    const deny = { Effect: 'Deny', Action: 'kms:Encrypt', Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: deny });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'deny', PolicyDocument }));
    await assert.rejects(encrypt(client, key), {
      ...denied,
      message: /with an explicit deny in an identity-based policy$/,
    });
  });

  it('yields to a Deny in the policy of the key', async () => {
    const key = await keys.key();
    const { client, arn } = await keys.user();
    await keys.grant(key, arn, ['Encrypt']);
    const Statement = [
      { Effect: 'Allow', Principal: '*', Action: 'kms:PutKeyPolicy', Resource: '*' },
      { Effect: 'Deny', Principal: { AWS: arn }, Action: 'kms:*', Resource: '*' },
    ];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await keys.root.send(new PutKeyPolicyCommand({ KeyId: key, Policy }));
    await assert.rejects(encrypt(client, key), {
      ...denied,
      message: /with an explicit deny in a resource-based policy$/,
    });
  });

  it('yields to a Deny in a session policy', async () => {
    const key = await keys.key();
    const iam = keys.keep(new IAMClient(keys.options(rootCredentials)));
    const trusted = await userWith(local.endpoint, [{ Action: 'sts:*', Resource: '*' }], 'assumer');
    const sts = keys.keep(new STSClient(keys.options(trusted)));
    const role = await iam.send(
      new CreateRoleCommand({
        RoleName: 'granted',
        Path: '/of/keys/',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: 'sts:AssumeRole',
          },
        }),
      }),
    );
    const RoleArn = role.Role?.Arn ?? '';
    await keys.grant(key, RoleArn, ['Encrypt']);
    const session = async (Effect: 'Allow' | 'Deny') => {
      const Policy = JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect, Action: 'kms:*', Resource: '*' },
      });
      const { Credentials: made } = await sts.send(
        new AssumeRoleCommand({ RoleArn, RoleSessionName: Effect, Policy }),
      );
      return keys.as({
        accessKeyId: made?.AccessKeyId ?? '',
        secretAccessKey: made?.SecretAccessKey ?? '',
        sessionToken: made?.SessionToken ?? '',
      });
    };
    await encrypt(await session('Allow'), key);
    await assert.rejects(encrypt(await session('Deny'), key), {
      ...denied,
      message: /with an explicit deny in a session policy$/,
    });
  });

  for (const type of ['SERVICE', 'RESOURCE'] as const) {
    it(`yields to a Deny in a ${type.toLowerCase()} control policy`, async () => {
      const organizations = <Output>(operation: string, body: object, id: string) =>
        ask<Output>(local.endpoint, {
          service: 'organizations',
          target: `AWSOrganizationsV20161128.${operation}`,
          body,
          who: { region: 'us-east-1', account: id },
        });
      const [management, member] =
        type === 'SERVICE' ? ['222233334444', '222233335555'] : ['333344445555', '333344446666'];
      await organizations('CreateOrganization', {}, management);
      const { Roots } = await organizations<{ Roots: { Id: string }[] }>(
        'ListRoots',
        {},
        management,
      );
      const PolicyType = `${type}_CONTROL_POLICY`;
      await organizations('EnablePolicyType', { RootId: Roots[0]?.Id, PolicyType }, management);
      const Email = `${member}@example.com`;
      await organizations('CreateAccount', { Email, AccountName: 'member' }, management);
      const owner = keys.rootOf(member);
      const key = await keys.key(owner);
      // A service control policy limits the caller, a resource control policy the key.
      const caller = type === 'SERVICE' ? owner : keys.rootOf(stranger);
      const id = type === 'SERVICE' ? member : stranger;
      await keys.grant(key, `arn:aws:iam::${id}:root`, ['Encrypt'], {}, owner);
      await encrypt(caller, key);
      const { Policy } = await organizations<{ Policy: { PolicySummary: { Id: string } } }>(
        'CreatePolicy',
        {
          Name: 'deny',
          Description: '',
          Type: PolicyType,
          Content: JSON.stringify({
            Version: '2012-10-17',
            Statement: {
              Effect: 'Deny',
              ...(type === 'RESOURCE' ? { Principal: '*' } : {}),
              Action: 'kms:*',
              Resource: '*',
            },
          }),
        },
        management,
      );
      const PolicyId = Policy.PolicySummary.Id;
      await organizations('AttachPolicy', { PolicyId, TargetId: member }, management);
      const message = new RegExp(`explicit deny in a ${type.toLowerCase()} control policy$`);
      await assert.rejects(encrypt(caller, key), { ...denied, message });
      if (type === 'RESOURCE') return;
      const missing = new DescribeKeyCommand({ KeyId: '11111111-1111-1111-1111-111111111111' });
      await assert.rejects(caller.send(missing), { ...denied, message });
    });
  }
});
