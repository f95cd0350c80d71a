// Grants on keys: their limits and lists. Source: KMS Developer Guide, "Grants in AWS KMS"; API reference.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type CreateGrantCommandInput,
  DescribeKeyCommand,
  GenerateDataKeyCommand,
  ListGrantsCommand,
} from '@aws-sdk/client-kms';
import { denied, encrypt, KmsClients } from '../../../../test/support/kms-clients.ts';
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

describe('A grant', () => {
  it('of CreateGrant makes none that allows more than itself', async () => {
    const key = await keys.key();
    const { client, arn } = await keys.user();
    const Constraints = { EncryptionContextSubset: { team: 'a' } };
    await keys.grant(key, arn, ['CreateGrant', 'Encrypt'], { Constraints });
    const make = (
      operations: CreateGrantCommandInput['Operations'],
      constraints?: CreateGrantCommandInput['Constraints'],
    ) => keys.grant(key, arn, operations, constraints && { Constraints: constraints }, client);
    await assert.rejects(make(['Encrypt', 'Decrypt'], Constraints), denied);
    await assert.rejects(make(['Encrypt']), denied);
    await assert.rejects(make(['Encrypt'], { EncryptionContextSubset: { team: 'b' } }), denied);
    await make(['Encrypt'], { EncryptionContextSubset: { team: 'a', app: 'x' } });
    await make(['Encrypt'], { EncryptionContextEquals: { team: 'a' } });
  });

  it('with EncryptionContextEquals allows that context and no other', async () => {
    const key = await keys.key();
    const { client, arn } = await keys.user();
    const Constraints = { EncryptionContextSubset: {}, EncryptionContextEquals: { a: '1' } };
    await keys.grant(key, arn, ['Encrypt', 'DescribeKey'], { Constraints });
    await encrypt(client, key, { a: '1' });
    await assert.rejects(encrypt(client, key, { a: '1', b: '2' }), denied);
    await assert.rejects(encrypt(client, key), denied);
    // Constraints do not bear on what has no encryption context.
    await client.send(new DescribeKeyCommand({ KeyId: key }));
    const { Grants } = await keys.root.send(new ListGrantsCommand({ KeyId: key }));
    assert.deepEqual(Grants?.[0]?.Constraints, { EncryptionContextEquals: { a: '1' } });
  });

  it('with EncryptionContextSubset allows more pairs, and heeds case in values only', async () => {
    const key = await keys.key();
    const { client, arn } = await keys.user();
    const Constraints = { EncryptionContextSubset: { Team: 'a' } };
    await keys.grant(key, arn, ['GenerateDataKey'], { Constraints });
    const use = (EncryptionContext: Record<string, string>) =>
      client.send(
        new GenerateDataKeyCommand({ KeyId: key, KeySpec: 'AES_256', EncryptionContext }),
      );
    await use({ team: 'a', app: 'x' });
    await assert.rejects(use({ team: 'A' }), denied);
  });

  it('has constraints of limited size', async () => {
    const key = await keys.key();
    const { arn } = await keys.user();
    const of = (EncryptionContextSubset: Record<string, string>) =>
      keys.grant(key, arn, ['Encrypt'], { Constraints: { EncryptionContextSubset } });
    await assert.rejects(of({ a: 'x'.repeat(385) }), { name: 'ValidationException' });
    const nine = Object.fromEntries([...'abcdefghi'].map((name) => [name, '1']));
    await assert.rejects(of(nine), { name: 'ValidationException' });
    await of({ a: 'x'.repeat(384) });
  });

  it('is listed in pages', async () => {
    const key = await keys.key();
    const { arn } = await keys.user();
    const made: string[] = [];
    for (const _ of [1, 2, 3]) made.push((await keys.grant(key, arn, ['Encrypt'])).GrantId ?? '');
    const first = await keys.root.send(new ListGrantsCommand({ KeyId: key, Limit: 2 }));
    assert.equal(first.Truncated, true);
    const Marker = first.NextMarker ?? '';
    const second = await keys.root.send(new ListGrantsCommand({ KeyId: key, Limit: 2, Marker }));
    assert.equal(second.Truncated, false);
    const listed = [...(first.Grants ?? []), ...(second.Grants ?? [])];
    assert.deepEqual(
      listed.map(({ GrantId }) => GrantId),
      made,
    );
    await assert.rejects(keys.root.send(new ListGrantsCommand({ KeyId: key, Limit: 101 })), {
      name: 'ValidationException',
    });
    await assert.rejects(keys.root.send(new ListGrantsCommand({ KeyId: key, Marker: 'x' })), {
      name: 'InvalidMarkerException',
    });
  });
});
