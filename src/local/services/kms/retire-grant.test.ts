// Who retires a grant. Source: KMS Developer Guide, "Retiring and revoking grants".
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import { ListGrantsCommand, RetireGrantCommand, RevokeGrantCommand } from '@aws-sdk/client-kms';
import { denied, KmsClients, stranger } from '../../../../test/support/kms-clients.ts';
import { type LocalEcr, startLocalEcr } from '../../../../test/support/local-ecr.ts';

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

describe('RetireGrant', () => {
  it('is for the principals of the grant and the accounts of key and grant', async () => {
    const key = await keys.key();
    const [grantee, retiring, other] = [await keys.user(), await keys.user(), await keys.user()];
    const make = () =>
      keys.grant(key, grantee.arn, ['Encrypt'], { RetiringPrincipal: retiring.arn });
    const { GrantId, GrantToken } = await make();
    const byId = new RetireGrantCommand({ KeyId: key, GrantId });
    for (const client of [grantee.client, other.client, keys.rootOf(stranger)]) {
      await assert.rejects(client.send(byId), denied);
      await assert.rejects(client.send(new RetireGrantCommand({ GrantToken })), denied);
    }
    await retiring.client.send(new RetireGrantCommand({ GrantToken }));
    await keys.root.send(new RetireGrantCommand({ KeyId: key, GrantId: (await make()).GrantId }));
    const own = await keys.grant(key, grantee.arn, ['RetireGrant']);
    await grantee.client.send(new RetireGrantCommand({ KeyId: key, GrantId: own.GrantId }));
    const { Grants } = await keys.root.send(new ListGrantsCommand({ KeyId: key }));
    assert.deepEqual(Grants, []);
  });

  it('takes an id with its key only, and no token that KMS did not give out', async () => {
    const key = await keys.key();
    const { arn } = await keys.user();
    const { GrantId = '' } = await keys.grant(key, arn, ['Encrypt']);
    await assert.rejects(keys.root.send(new RetireGrantCommand({ GrantId })), {
      name: 'ValidationException',
    });
    const GrantToken = Buffer.from(GrantId).toString('base64');
    await assert.rejects(keys.root.send(new RetireGrantCommand({ GrantToken })), {
      name: 'InvalidGrantTokenException',
    });
  });

  it('removes nothing where it is a dry run, no more than CreateGrant and RevokeGrant do anything', async () => {
    const KeyId = await keys.key();
    const { arn } = await keys.user();
    const { GrantId } = await keys.grant(KeyId, arn, ['Encrypt']);
    const dry = { name: 'DryRunOperationException' };
    const DryRun = true;
    await assert.rejects(keys.grant(KeyId, arn, ['Decrypt'], { DryRun }), dry);
    await assert.rejects(keys.root.send(new RetireGrantCommand({ KeyId, GrantId, DryRun })), dry);
    await assert.rejects(keys.root.send(new RevokeGrantCommand({ KeyId, GrantId, DryRun })), dry);
    const { Grants } = await keys.root.send(new ListGrantsCommand({ KeyId }));
    assert.deepEqual(
      Grants?.map((one) => one.GrantId),
      [GrantId],
    );
  });

  it("does not let a stranger remove ECR's grants", async () => {
    const key = await keys.key();
    const encryptionConfiguration = { encryptionType: 'KMS', kmsKey: key } as const;
    await local
      .client()
      .send(new CreateRepositoryCommand({ repositoryName: 'app', encryptionConfiguration }));
    const { Grants = [] } = await keys.root.send(new ListGrantsCommand({ KeyId: key }));
    assert.equal(Grants.length, 2);
    for (const { GrantId } of Grants) {
      const retire = new RetireGrantCommand({ KeyId: key, GrantId });
      await assert.rejects(keys.rootOf(stranger).send(retire), denied);
    }
  });
});
