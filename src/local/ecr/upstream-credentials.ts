import { defaultSecretKey, secretPrefix } from '../../ecr/upstreams.ts';
import type { Credentials } from '../../oci/client/token.ts';
import type { Core } from '../core/call.ts';
import { findSecret } from '../services/secretsmanager/secret.ts';
import type { PullThroughCacheRuleRecord, SecretRecord } from '../state.ts';
import { ecrErrors } from './errors.ts';

type Owner = Pick<PullThroughCacheRuleRecord, 'registryId'>;

/**
 * Finds the secret of a rule with the registry's permissions. Its service-linked role reads secrets of its own
 * account whose names begin with `ecr-pullthroughcache/`, and no others (ECR User Guide, "Storing your upstream
 * repository credentials in an AWS Secrets Manager secret").
 * @throws AwsError `SecretNotFoundException`, `UnableToAccessSecretException`, `UnableToDecryptSecretValueException`.
 */
export function credentialSecret(core: Core, { registryId }: Owner, arn: string): SecretRecord {
  const [, , , region = ''] = arn.split(':');
  const found = findSecret(core, { accountId: registryId, region }, arn);
  if (found === undefined) throw ecrErrors.secretNotFound();
  const isReadable =
    found.accountId === registryId &&
    found.name.startsWith(secretPrefix) &&
    found.deletesAt === undefined;
  if (!isReadable) throw ecrErrors.unableToAccessSecret();
  if (!isDefaultKey(found.kmsKeyId)) throw ecrErrors.unableToDecryptSecret();
  return found;
}

/**
 * Reads the credentials that a rule uses upstream.
 * @throws AwsError as `credentialSecret` does, and when the secret does not have the documented form.
 */
export function upstreamCredentials(core: Core, owner: Owner, arn: string): Credentials {
  const { versions } = credentialSecret(core, owner, arn);
  const current = versions.find(({ stages }) => stages.includes('AWSCURRENT'));
  const { username, accessToken } = parse(current?.text);
  if (typeof username !== 'string' || typeof accessToken !== 'string') {
    throw ecrErrors.malformedSecret();
  }
  return { username, password: accessToken };
}

/**
 * ECR reads secrets under the default key of Secrets Manager only (ECR User Guide, "Storing your upstream repository
 * credentials in an AWS Secrets Manager secret").
 */
function isDefaultKey(kmsKeyId = defaultSecretKey): boolean {
  return kmsKeyId === '' || kmsKeyId.endsWith(defaultSecretKey);
}

function parse(text = ''): { readonly username?: unknown; readonly accessToken?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
