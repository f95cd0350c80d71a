import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { KeyRecord } from '../../state.ts';
import { dryRun, forKey, named, usable } from './key.ts';
import type { Outputs } from './outputs.generated.ts';

type Context = Readonly<Record<string, string>>;

const cipher = 'aes-256-gcm';
const [ivLength, tagLength] = [12, 16];

/** A ciphertext names its key in front, as KMS's own does: length of the ARN, ARN, nonce, tag, content. */
function seal(call: Call, { arn }: KeyRecord, plaintext: Uint8Array, context: Context): Buffer {
  const iv = randomBytes(ivLength);
  const sealing = createCipheriv(cipher, materialOf(call, arn), iv);
  sealing.setAAD(bound(context));
  const content = Buffer.concat([sealing.update(plaintext), sealing.final()]);
  const name = Buffer.from(arn);
  return Buffer.concat([Buffer.from([name.length]), name, iv, sealing.getAuthTag(), content]);
}

/** The secret of a key: every key has one, also those that were never made here. */
function materialOf({ core }: Call, arn: string): Buffer {
  return createHmac('sha256', core.settings.sealingKey).update(`kms ${arn}`).digest();
}

/** The ARN of the key that a ciphertext is of. @throws AwsError `InvalidCiphertextException`. */
function keyOf(blob: Uint8Array): string {
  const bytes = Buffer.from(blob);
  const arn = bytes.subarray(1, 1 + (bytes[0] ?? 0)).toString();
  if (!/^arn:[\w-]+:kms:/.test(arn)) throw invalidCiphertext();
  return arn;
}

function open(call: Call, { arn }: KeyRecord, blob: Uint8Array, context: Context): Buffer {
  const rest = Buffer.from(blob).subarray(1 + arn.length);
  const iv = rest.subarray(0, ivLength);
  const tag = rest.subarray(ivLength, ivLength + tagLength);
  if (tag.length < tagLength) throw invalidCiphertext();
  const opening = createDecipheriv(cipher, materialOf(call, arn), iv);
  opening.setAAD(bound(context));
  opening.setAuthTag(tag);
  try {
    const content = rest.subarray(ivLength + tagLength);
    return Buffer.concat([opening.update(content), opening.final()]);
  } catch {
    throw invalidCiphertext();
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
  permissions: forKey('Encrypt'),
  run({ KeyId, Plaintext, EncryptionContext = {}, DryRun }, call) {
    const key = usable({ KeyId }, call);
    if (DryRun === true) throw dryRun();
    return {
      CiphertextBlob: seal(call, key, Plaintext, EncryptionContext),
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
    forKey('Decrypt')(
      {
        KeyId: keyOf(CiphertextBlob),
        ...(EncryptionContext === undefined ? {} : { EncryptionContext }),
      },
      call,
    ),
  run({ CiphertextBlob, KeyId, EncryptionContext = {}, DryRun }, call) {
    const key = usable({ KeyId: keyOf(CiphertextBlob) }, call);
    if (KeyId !== undefined && named(KeyId, call).arn !== key.arn) {
      throw invalidCiphertext();
    }
    if (DryRun === true) throw dryRun();
    return {
      KeyId: key.arn,
      Plaintext: open(call, key, CiphertextBlob, EncryptionContext),
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
  permissions: forKey('GenerateDataKey'),
  run({ KeyId, EncryptionContext = {}, NumberOfBytes, KeySpec, DryRun }, call) {
    const key = usable({ KeyId }, call);
    if ((NumberOfBytes === undefined) === (KeySpec === undefined)) {
      throw new AwsError(
        'ValidationException',
        'Please specify either number of bytes or key spec.',
      );
    }
    if (DryRun === true) throw dryRun();
    const plaintext = randomBytes(NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32));
    return {
      CiphertextBlob: seal(call, key, plaintext, EncryptionContext),
      Plaintext: plaintext,
      KeyId: key.arn,
      CiphertextForRecipient: undefined,
      KeyMaterialId: undefined,
    };
  },
});

function invalidCiphertext(): AwsError {
  return new AwsError('InvalidCiphertextException', '');
}

export const keyUseOperations: Readonly<Record<string, Operation>> = {
  Encrypt: encrypt,
  Decrypt: decrypt,
  GenerateDataKey: generateDataKey,
};
