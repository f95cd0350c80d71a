// What a caller learns of the keys of other accounts.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CreateAliasCommand, DecryptCommand, DescribeKeyCommand } from '@aws-sdk/client-kms';
import { denied, encrypt, KmsClients, stranger } from '../../../../test/support/kms-clients.ts';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

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

describe('A key of another account', () => {
  it('is denied in the same words whether it is there or not', async () => {
    const key = await keys.key();
    const alias = `arn:aws:kms:${region}:${account}:alias`;
    await keys.root.send(new CreateAliasCommand({ AliasName: 'alias/there', TargetKeyId: key }));
    const asked = [
      `${alias}/there`,
      `${alias}/missing`,
      key,
      key.replace(/.{12}$/, '000000000000'),
    ];
    const others = keys.rootOf(stranger);
    const { CiphertextBlob } = await encrypt(others, await keys.key(others));
    for (const KeyId of asked) {
      await assert.rejects(others.send(new DescribeKeyCommand({ KeyId })), {
        ...denied,
        message: `User: arn:aws:iam::${stranger}:root is not authorized to perform: kms:DescribeKey on resource: ${KeyId} because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
      });
      await assert.rejects(others.send(new DecryptCommand({ CiphertextBlob, KeyId })), {
        name: 'InvalidCiphertextException',
      });
    }
  });
});
