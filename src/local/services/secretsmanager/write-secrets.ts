import { randomBytes } from 'node:crypto';
import { type Operation, operation } from '../../core/service.ts';
import type { SecretRecord, Tags } from '../../state.ts';
import { secretErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';
import {
  anySecret,
  arnOfSecret,
  findSecret,
  forSecret,
  isSecretName,
  keyOfSecret,
  type OnSecret,
  placeOf,
  usableSecret,
} from './secret.ts';
import { addVersion, type GivenValue, hasValue } from './versions.ts';

interface Described {
  readonly Description?: string;
  readonly KmsKeyId?: string;
}

interface CreateSecret extends GivenValue, Described {
  readonly Name: string;
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

interface DeleteSecret extends OnSecret {
  readonly RecoveryWindowInDays?: number;
  readonly ForceDeleteWithoutRecovery?: boolean;
}

const day = 24 * 3_600_000;

export const writeOperations: Record<string, Operation> = {
  CreateSecret: operation<CreateSecret, Outputs['CreateSecret']>({
    permissions: ({ Name, Tags = [] }, call) =>
      forSecret('CreateSecret')({ SecretId: Name }, call).map((permission) => ({
        ...permission,
        context: {
          'secretsmanager:Name': Name,
          'aws:TagKeys': Tags.map(({ Key = '' }) => Key),
          ...Object.fromEntries(
            Tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value]),
          ),
        },
      })),
    run(input, call) {
      const { Name: name } = input;
      if (!isSecretName(name)) throw secretErrors.invalidName();
      const place = placeOf(call);
      const existing = findSecret(call.core, place, name);
      if (existing?.deletesAt !== undefined) throw secretErrors.nameIsGoing();
      if (existing !== undefined) return repeated(existing, input);
      const arn = arnOfSecret(place, name, suffix());
      const { now } = call;
      const empty: SecretRecord = {
        ...place,
        name,
        arn,
        ...descriptionOf(input),
        createdAt: now,
        changedAt: now,
        tags: tagsOf(input),
        versions: [],
      };
      const { secret, id } = hasValue(input)
        ? addVersion(empty, input, [], now)
        : { secret: empty };
      call.core.state.secrets.put(keyOfSecret(secret), secret);
      return { ARN: arn, Name: name, VersionId: id, ReplicationStatus: undefined };
    },
  }),
  PutSecretValue: operation<
    OnSecret & GivenValue & { VersionStages?: string[] },
    Outputs['PutSecretValue']
  >({
    permissions: forSecret('PutSecretValue'),
    run(input, call) {
      if (!hasValue(input)) {
        throw secretErrors.invalidParameter(
          'You must provide either SecretString or SecretBinary.',
        );
      }
      const { VersionStages = ['AWSCURRENT'] } = input;
      const { secret, id } = addVersion(usableSecret(call, input), input, VersionStages, call.now);
      call.core.state.secrets.put(keyOfSecret(secret), secret);
      const { stages } = secret.versions.find((version) => version.id === id) ?? {};
      return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: stages };
    },
  }),
  UpdateSecret: operation<OnSecret & GivenValue & Described, Outputs['UpdateSecret']>({
    permissions: forSecret('UpdateSecret'),
    run(input, call) {
      const found = { ...usableSecret(call, input), ...descriptionOf(input), changedAt: call.now };
      const { secret, id } = hasValue(input)
        ? addVersion(found, input, ['AWSCURRENT'], call.now)
        : { secret: found };
      call.core.state.secrets.put(keyOfSecret(secret), secret);
      return { ARN: secret.arn, Name: secret.name, VersionId: id };
    },
  }),
  /** The local AWS has no Lambda functions, which are what rotates a secret. */
  RotateSecret: operation<OnSecret & { readonly RotationLambdaARN?: string }, never>({
    permissions: forSecret('RotateSecret'),
    run({ SecretId, RotationLambdaARN }, call) {
      usableSecret(call, { SecretId });
      throw RotationLambdaARN === undefined
        ? secretErrors.noRotationFunction()
        : secretErrors.cannotInvoke();
    },
  }),
  DeleteSecret: operation<DeleteSecret, Outputs['DeleteSecret']>({
    permissions: forSecret('DeleteSecret'),
    run({ SecretId, RecoveryWindowInDays: days, ForceDeleteWithoutRecovery: force }, call) {
      if (days !== undefined && force === true) {
        throw secretErrors.invalidParameter(
          "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
        );
      }
      if (days !== undefined && (days < 7 || days > 30)) {
        throw secretErrors.invalidParameter(
          'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
        );
      }
      const { secrets } = call.core.state;
      // For a name that does not exist, AWS reports a forced deletion as done (recorded by a public test
      // suite).
      if (force === true && isSecretName(SecretId)) {
        const place = placeOf(call);
        if (findSecret(call.core, place, SecretId) === undefined) {
          const ARN = arnOfSecret(place, SecretId, suffix());
          return { ARN, Name: SecretId, DeletionDate: new Date(call.now) };
        }
      }
      const secret = anySecret(call, SecretId);
      const deletesAt = force === true ? call.now : call.now + (days ?? 30) * day;
      if (force === true) secrets.delete(keyOfSecret(secret));
      else secrets.put(keyOfSecret(secret), { ...secret, deletesAt });
      return { ARN: secret.arn, Name: secret.name, DeletionDate: new Date(deletesAt) };
    },
  }),
};

/** A repeated CreateSecret with the same token and value is the same request (API reference, CreateSecret). */
function repeated(existing: SecretRecord, input: CreateSecret): Outputs['CreateSecret'] {
  const { ClientRequestToken: id } = input;
  const known = existing.versions.find((version) => version.id === id);
  if (known === undefined || known.text !== input.SecretString) {
    throw secretErrors.exists(input.Name);
  }
  return { ARN: existing.arn, Name: existing.name, VersionId: id, ReplicationStatus: undefined };
}

function descriptionOf({ Description, KmsKeyId }: Described) {
  return {
    ...(Description === undefined ? {} : { description: Description }),
    ...(KmsKeyId === undefined ? {} : { kmsKeyId: KmsKeyId }),
  };
}

function tagsOf({ Tags = [] }: CreateSecret): Tags {
  return Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** The six random characters at the end of an ARN, which tell a deleted secret from a new one of the same name. */
function suffix(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  return [...randomBytes(6)].map((byte) => letters[byte % letters.length]).join('');
}
