import { PolicyError, validatePolicyText } from '../../../iam/index.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import type { SecretRecord } from '../../state.ts';
import { tagsOf, withoutTags } from '../iam/naming.ts';
import { secretErrors } from './errors.ts';
import type { Outputs } from './outputs.generated.ts';
import { anySecret, forSecret, keyOfSecret, type OnSecret, usableSecret } from './secret.ts';

interface Tagging extends OnSecret {
  readonly Tags?: { readonly Key: string; readonly Value: string }[];
  readonly TagKeys?: readonly string[];
}

interface Versions extends OnSecret {
  readonly IncludeDeprecated?: boolean;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** Most tags of a secret (API reference, TagResource). */
const maxTags = 50;

function store({ core }: Call, secret: SecretRecord): void {
  core.state.secrets.put(keyOfSecret(secret), secret);
}

/** A secret's tags, its own policy, its list of versions, and its restoration. */
export const keepingOperations: Record<string, Operation> = {
  TagResource: operation<Tagging, Outputs['TagResource']>({
    permissions: forSecret('TagResource'),
    run(input, call) {
      const found = usableSecret(call, input);
      const tags = { ...found.tags, ...tagsOf(input.Tags) };
      if (Object.keys(tags).length > maxTags) throw secretErrors.tooManyTags();
      store(call, { ...found, tags });
      return {};
    },
  }),
  UntagResource: operation<Tagging, Outputs['UntagResource']>({
    permissions: forSecret('UntagResource'),
    run(input, call) {
      const found = usableSecret(call, input);
      const wasTagged = Object.keys(found.tags).length > 0 || found.wasTagged === true;
      const tags = withoutTags(found.tags, input.TagKeys);
      store(call, { ...found, tags, ...(wasTagged ? { wasTagged } : {}) });
      return {};
    },
  }),
  GetResourcePolicy: operation<OnSecret, Outputs['GetResourcePolicy']>({
    permissions: forSecret('GetResourcePolicy'),
    run(input, call) {
      const { arn, name, policy } = anySecret(call, input.SecretId);
      return { ARN: arn, Name: name, ResourcePolicy: policy, PolicyName: undefined };
    },
  }),
  PutResourcePolicy: operation<OnSecret & { ResourcePolicy: string }, Outputs['PutResourcePolicy']>(
    {
      permissions: forSecret('PutResourcePolicy'),
      run(input, call) {
        const found = usableSecret(call, input);
        requireDocument(input.ResourcePolicy);
        store(call, { ...found, policy: input.ResourcePolicy });
        return { ARN: found.arn, Name: found.name, PolicyName: undefined };
      },
    },
  ),
  DeleteResourcePolicy: operation<OnSecret, Outputs['DeleteResourcePolicy']>({
    permissions: forSecret('DeleteResourcePolicy'),
    run(input, call) {
      const { policy: _policy, ...rest } = usableSecret(call, input);
      store(call, rest);
      return { ARN: rest.arn, Name: rest.name, PolicyName: undefined };
    },
  }),
  RestoreSecret: operation<OnSecret, Outputs['RestoreSecret']>({
    permissions: forSecret('RestoreSecret'),
    run(input, call) {
      const { deletesAt: _deletesAt, ...rest } = anySecret(call, input.SecretId);
      store(call, rest);
      return { ARN: rest.arn, Name: rest.name };
    },
  }),
  ListSecretVersionIds: operation<Versions, Outputs['ListSecretVersionIds']>({
    permissions: forSecret('ListSecretVersionIds'),
    run({ SecretId, IncludeDeprecated = false, MaxResults = 100, NextToken = '0' }, call) {
      if (!/^\d{1,9}$/.test(NextToken)) throw secretErrors.invalidToken();
      const { arn, name, versions } = anySecret(call, SecretId);
      const shown = versions.filter(({ stages }) => IncludeDeprecated || stages.length > 0);
      const first = Number(NextToken);
      const end = first + MaxResults;
      return {
        ARN: arn,
        Name: name,
        Versions: shown.slice(first, end).map(({ id, stages, createdAt, accessedAt }) => ({
          VersionId: id,
          ...(accessedAt === undefined ? {} : { LastAccessedDate: new Date(accessedAt) }),
          ...(stages.length === 0 ? {} : { VersionStages: stages }),
          CreatedDate: new Date(createdAt),
          KmsKeyIds: ['DefaultEncryptionKey'],
        })),
        NextToken: end < shown.length ? String(end) : undefined,
      };
    },
  }),
};

/** @throws AwsError `MalformedPolicyDocumentException` for a text that is not a policy. */
function requireDocument(text: string): void {
  try {
    validatePolicyText(text, 'resource');
  } catch (error) {
    if (error instanceof PolicyError) throw secretErrors.malformedPolicy(error.message);
    throw error;
  }
}
