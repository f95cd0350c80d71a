import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { documentsOf, mapInTurns } from '../../core/turns.ts';
import type { SecretRecord } from '../../state.ts';
import { secretErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';
import {
  anySecret,
  findSecret,
  forSecret,
  keyOfSecret,
  type OnSecret,
  usableSecret,
} from './secret.ts';
import { passesFilter, type SecretFilter } from './secret-filters.ts';
import { stagesByVersion, versionOf } from './versions.ts';

interface ListSecrets {
  readonly Filters?: readonly SecretFilter[];
  readonly IncludePlannedDeletion?: boolean;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** What secrets here never have: rotation, replicas, owning services. */
const untold = {
  Description: undefined,
  KmsKeyId: undefined,
  Tags: undefined,
  LastAccessedDate: undefined,
  DeletedDate: undefined,
  Type: undefined,
  RotationEnabled: undefined,
  RotationLambdaARN: undefined,
  RotationRules: undefined,
  ExternalSecretRotationMetadata: undefined,
  ExternalSecretRotationRoleArn: undefined,
  LastRotatedDate: undefined,
  NextRotationDate: undefined,
  OwningService: undefined,
  PrimaryRegion: undefined,
  ReplicationStatus: undefined,
  CrossAccountPrimary: undefined,
  CrossAccountReplicas: undefined,
};

export const readOperations: Record<string, Operation> = {
  GetSecretValue: operation<
    OnSecret & { VersionId?: string; VersionStage?: string },
    Outputs['GetSecretValue']
  >({
    permissions: forSecret('GetSecretValue'),
    run(input, call) {
      const secret = usableSecret(call, input);
      const { id, text, binary, stages, createdAt } = versionOf(secret, input);
      // AWS returns the day only.
      const accessedAt = Math.floor(call.now / 86_400_000) * 86_400_000;
      const version = secret.versions.find((one) => one.id === id);
      if (secret.accessedAt !== accessedAt || version?.accessedAt !== accessedAt) {
        const versions = secret.versions.map((one) =>
          one.id === id ? { ...one, accessedAt } : one,
        );
        call.core.state.secrets.put(keyOfSecret(secret), { ...secret, accessedAt, versions });
      }
      return {
        ARN: secret.arn,
        Name: secret.name,
        VersionId: id,
        VersionStages: stages,
        CreatedDate: new Date(createdAt),
        SecretString: text,
        SecretBinary: binary === undefined ? undefined : Buffer.from(binary, 'base64'),
      };
    },
  }),
  DescribeSecret: operation<OnSecret, Outputs['DescribeSecret']>({
    permissions: forSecret('DescribeSecret'),
    run(input, call) {
      const secret = anySecret(call, input.SecretId);
      return { ...untold, ...render(secret), VersionIdsToStages: stagesByVersion(secret) };
    },
  }),
  ListSecrets: operation<ListSecrets, Outputs['ListSecrets']>({
    permissions: (_input, { caller }) => [
      { action: 'secretsmanager:ListSecrets', resource: '*', accountId: caller.accountId },
    ],
    async run({ Filters = [], IncludePlannedDeletion = false, MaxResults = 100, NextToken }, call) {
      const after = NextToken === undefined ? '' : Buffer.from(NextToken, 'base64url').toString();
      if (NextToken !== undefined && Buffer.from(after).toString('base64url') !== NextToken) {
        throw secretErrors.invalidToken();
      }
      const listed = await mapInTurns(await secretsOf(call), (secret) =>
        secret.name > after &&
        (IncludePlannedDeletion || secret.deletesAt === undefined) &&
        Filters.every((filter) => passesFilter(secret, filter))
          ? [secret]
          : [],
      );
      const wanted = listed.flat();
      const shown = wanted.slice(0, MaxResults);
      return {
        SecretList: shown.map((secret) => {
          const SecretVersionsToStages = stagesByVersion(secret);
          return { ...render(secret), ...(SecretVersionsToStages && { SecretVersionsToStages }) };
        }),
        NextToken:
          wanted.length > shown.length
            ? Buffer.from(shown.at(-1)?.name ?? '').toString('base64url')
            : undefined,
      };
    },
  }),
};

/** A secret may have 64 KiB in each of its versions. */
const fewSecrets = 25;

async function secretsOf(call: Call): Promise<SecretRecord[]> {
  const { core, caller, region, now } = call;
  const place = { accountId: caller.accountId, region };
  const prefix = `${place.accountId}/${place.region} `;
  const found: SecretRecord[] = [];
  for await (const slice of documentsOf(core.state.secrets, { prefix }, fewSecrets)) {
    for (const { document } of slice) {
      const isThere = document.deletesAt === undefined || document.deletesAt > now;
      const secret = isThere ? document : findSecret(core, place, document.name);
      if (secret !== undefined) found.push(secret);
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function render(secret: SecretRecord) {
  const { description, kmsKeyId, accessedAt, deletesAt } = secret;
  const Tags = Object.entries(secret.tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    ARN: secret.arn,
    Name: secret.name,
    CreatedDate: new Date(secret.createdAt),
    LastChangedDate: new Date(secret.changedAt),
    ...(Tags.length === 0 && secret.wasTagged !== true ? {} : { Tags }),
    ...(description ? { Description: description } : {}),
    ...(kmsKeyId === undefined ? {} : { KmsKeyId: kmsKeyId }),
    ...(accessedAt === undefined ? {} : { LastAccessedDate: new Date(accessedAt) }),
    ...(deletesAt === undefined ? {} : { DeletedDate: new Date(deletesAt) }),
  };
}
