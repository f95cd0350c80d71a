import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Operation, operation } from '../../core/service.ts';
import type { KeyRecord } from '../../state.ts';
import { kmsErrors } from './errors.ts';
import { onKey, requireUsable } from './key-call.ts';
import type { Outputs } from './outputs.generated.ts';

type Context = Readonly<Record<string, string>>;

const cipher = 'aes-256-gcm';
const [ivLength, tagLength] = [12, 16];

/** A ciphertext names its key in front, as KMS's own does: length of the ARN, ARN, nonce, tag, content. */
function seal({ arn, material }: KeyRecord, plaintext: Uint8Array, context: Context): Buffer {
  const iv = randomBytes(ivLength);
  const sealing = createCipheriv(cipher, Buffer.from(material, 'base64'), iv);
  sealing.setAAD(bound(context));
  const content = Buffer.concat([sealing.update(plaintext), sealing.final()]);
  const name = Buffer.from(arn);
  return Buffer.concat([Buffer.from([name.length]), name, iv, sealing.getAuthTag(), content]);
}

/** The ARN of the key that a ciphertext is of. @throws AwsError `InvalidCiphertextException`. */
function keyOf(blob: Uint8Array): string {
  const bytes = Buffer.from(blob);
  const arn = bytes.subarray(1, 1 + (bytes[0] ?? 0)).toString();
  if (!/^arn:[\w-]+:kms:/.test(arn)) throw kmsErrors.invalidCiphertext();
  return arn;
}

function open({ arn, material }: KeyRecord, blob: Uint8Array, context: Context): Buffer {
  const rest = Buffer.from(blob).subarray(1 + arn.length);
  const iv = rest.subarray(0, ivLength);
  const tag = rest.subarray(ivLength, ivLength + tagLength);
  if (tag.length < tagLength) throw kmsErrors.invalidCiphertext();
  const opening = createDecipheriv(cipher, Buffer.from(material, 'base64'), iv);
  opening.setAAD(bound(context));
  opening.setAuthTag(tag);
  try {
    const content = rest.subarray(ivLength + tagLength);
    return Buffer.concat([opening.update(content), opening.final()]);
  } catch {
    throw kmsErrors.invalidCiphertext();
  }
}

function bound(context: Context): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
}

interface Encrypt {
  readonly KeyId: string;
  readonly Plaintext: Uint8Array;
  readonly EncryptionContext?: Context;
  readonly DryRun?: boolean;
}

const encrypt = operation<Encrypt, Outputs['Encrypt']>({
  permissions: ({ KeyId, EncryptionContext }, call) =>
    onKey(call, KeyId, 'Encrypt', EncryptionContext),
  run({ KeyId, Plaintext, EncryptionContext = {}, DryRun }, call) {
    const key = requireUsable(call, KeyId);
    if (DryRun === true) throw kmsErrors.dryRun();
    return {
      CiphertextBlob: seal(key, Plaintext, EncryptionContext),
      KeyId: key.arn,
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
  },
});

interface Decrypt {
  readonly CiphertextBlob: Uint8Array;
  readonly KeyId?: string;
  readonly EncryptionContext?: Context;
  readonly DryRun?: boolean;
}

const decrypt = operation<Decrypt, Outputs['Decrypt']>({
  permissions: ({ CiphertextBlob, EncryptionContext }, call) =>
    onKey(call, keyOf(CiphertextBlob), 'Decrypt', EncryptionContext),
  run({ CiphertextBlob, KeyId, EncryptionContext = {}, DryRun }, call) {
    const key = requireUsable(call, keyOf(CiphertextBlob));
    if (KeyId !== undefined && requireUsable(call, KeyId).arn !== key.arn) {
      throw kmsErrors.invalidCiphertext();
    }
    if (DryRun === true) throw kmsErrors.dryRun();
    return {
      KeyId: key.arn,
      Plaintext: open(key, CiphertextBlob, EncryptionContext),
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      CiphertextForRecipient: undefined,
      KeyMaterialId: undefined,
    };
  },
});

interface GenerateDataKey {
  readonly KeyId: string;
  readonly EncryptionContext?: Context;
  readonly NumberOfBytes?: number;
  readonly KeySpec?: 'AES_128' | 'AES_256';
  readonly DryRun?: boolean;
}

const generateDataKey = operation<GenerateDataKey, Outputs['GenerateDataKey']>({
  permissions: ({ KeyId, EncryptionContext }, call) =>
    onKey(call, KeyId, 'GenerateDataKey', EncryptionContext),
  run({ KeyId, EncryptionContext = {}, NumberOfBytes, KeySpec, DryRun }, call) {
    const key = requireUsable(call, KeyId);
    if ((NumberOfBytes === undefined) === (KeySpec === undefined)) {
      throw kmsErrors.validation('Please specify either number of bytes or key spec.');
    }
    if (DryRun === true) throw kmsErrors.dryRun();
    const plaintext = randomBytes(NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32));
    return {
      CiphertextBlob: seal(key, plaintext, EncryptionContext),
      Plaintext: plaintext,
      KeyId: key.arn,
      CiphertextForRecipient: undefined,
      KeyMaterialId: undefined,
    };
  },
});

export const keyUseOperations: Readonly<Record<string, Operation>> = {
  Encrypt: encrypt,
  Decrypt: decrypt,
  GenerateDataKey: generateDataKey,
};
