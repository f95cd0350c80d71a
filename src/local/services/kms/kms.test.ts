// Keys of KMS. Source: KMS Developer Guide, "Key states of AWS KMS keys" and "Key policies"; API reference.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type LocalEcr, startLocalEcr, type Who } from '../../../../test/support/local-ecr.ts';
import { ask } from '../../../../test/support/signed-api.ts';

let local: LocalEcr;
before(async () => {
  local = await startLocalEcr();
});
after(() => local.close());

function kms<Output>(operation: string, body: object, who: Who = {}): Promise<Output> {
  return ask<Output>(local.endpoint, {
    service: 'kms',
    target: `TrentService.${operation}`,
    body,
    who,
  });
}

interface Described {
  readonly KeyMetadata: { readonly KeyId: string; readonly Arn: string; readonly KeyState: string };
}

async function newKey(policy?: object): Promise<Described['KeyMetadata']> {
  const body = policy === undefined ? {} : { Policy: JSON.stringify(policy) };
  return (await kms<Described>('CreateKey', body)).KeyMetadata;
}

const plaintext = Buffer.from('hello').toString('base64');

async function sealed(KeyId: string, EncryptionContext = {}): Promise<string> {
  const body = { KeyId, Plaintext: plaintext, EncryptionContext };
  return (await kms<{ CiphertextBlob: string }>('Encrypt', body)).CiphertextBlob;
}

describe('A key', () => {
  it('opens what it has sealed, in the same encryption context', async () => {
    const { KeyId } = await newKey();
    await kms('CreateAlias', { AliasName: 'alias/app', TargetKeyId: KeyId });
    const CiphertextBlob = await sealed('alias/app', { of: 'me' });
    const opened = await kms<{ Plaintext: string }>('Decrypt', {
      CiphertextBlob,
      EncryptionContext: { of: 'me' },
    });
    assert.equal(opened.Plaintext, plaintext);
    await assert.rejects(kms('Decrypt', { CiphertextBlob, EncryptionContext: { of: 'you' } }), {
      name: 'InvalidCiphertextException',
    });
  });

  it('is of no use while it is disabled or about to be deleted', async () => {
    const { KeyId, Arn } = await newKey();
    const CiphertextBlob = await sealed(KeyId);
    await kms('DisableKey', { KeyId });
    await assert.rejects(kms('Decrypt', { CiphertextBlob }), {
      name: 'DisabledException',
      message: `${Arn} is disabled.`,
    });
    await kms('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    await assert.rejects(kms('Decrypt', { CiphertextBlob }), {
      name: 'KMSInvalidStateException',
      message: `${Arn} is pending deletion.`,
    });
    await kms('CancelKeyDeletion', { KeyId });
    const { KeyMetadata } = await kms<Described>('DescribeKey', { KeyId });
    assert.equal(KeyMetadata.KeyState, 'Disabled');
  });

  it('is gone when its waiting period has passed', async () => {
    const { KeyId, Arn } = await newKey();
    await kms('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    await local.advance('8d');
    await assert.rejects(kms('DescribeKey', { KeyId }), {
      name: 'NotFoundException',
      message: `Key '${Arn}' does not exist`,
    });
  });

  it('lets nobody in whom its policy does not', async () => {
    const other = '444455556666';
    const { Arn } = await newKey({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${other}:root` },
          Action: 'kms:DescribeKey',
          Resource: '*',
        },
      ],
    });
    await kms('DescribeKey', { KeyId: Arn }, { account: other });
    await assert.rejects(kms('Encrypt', { KeyId: Arn, Plaintext: plaintext }, { account: other }), {
      name: 'AccessDeniedException',
    });
  });

  it('lets in whom a grant names, until that is revoked', async () => {
    const other = { account: '777788889999' };
    const { Arn } = await newKey();
    const CiphertextBlob = await sealed(Arn);
    const decrypt = () => kms('Decrypt', { CiphertextBlob }, other);
    await assert.rejects(decrypt(), { name: 'AccessDeniedException' });
    const { GrantId } = await kms<{ GrantId: string }>('CreateGrant', {
      KeyId: Arn,
      GranteePrincipal: `arn:aws:iam::${other.account}:root`,
      Operations: ['Decrypt'],
    });
    await decrypt();
    await kms('RevokeGrant', { KeyId: Arn, GrantId });
    await assert.rejects(decrypt(), { name: 'AccessDeniedException' });
  });
});
