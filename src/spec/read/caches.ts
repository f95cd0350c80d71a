import { upstreamOf } from '../../ecr/upstreams.ts';
import type { SpecAccount, SpecCache } from '../types.ts';
import { readRegion } from './accounts.ts';
import { readLifecycle } from './lifecycle.ts';
import type { Field, Reader } from './reader.ts';
import { readAccountName } from './repositories.ts';

/** ECR API Reference, CreatePullThroughCacheRule. */
const prefixShape = /^(?=.{2,30}$)[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/;
const secretArn = /^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:ecr-pullthroughcache\/.+$/;
const names = [
  'prefix',
  'account',
  'region',
  'upstream',
  'credentials',
  'mutability',
  'lifecycle',
] as const;

/** A cache. Tags of its repositories are mutable unless it says otherwise: those behind it move. */
export function readCache(
  reader: Reader,
  field: Field,
  accounts: readonly SpecAccount[],
): SpecCache | undefined {
  const fields = reader.fields(field, names, ['prefix', 'upstream']);
  if (fields === undefined) return undefined;
  const prefix = reader.text(fields.prefix, prefixShape, 'a prefix of 2 to 30 characters');
  const account = readAccountName(reader, fields.account ?? fields.own, accounts, fields.account);
  const region = readRegion(reader, fields.region) ?? account?.region;
  const upstream = reader.text(fields.upstream, /^[a-z0-9.-]+$/, 'the host of a registry');
  const what = 'the ARN of a secret whose name begins with ecr-pullthroughcache/';
  const credentials = reader.text(fields.credentials, secretArn, what);
  const mutable = reader.choice(fields.mutability, ['immutable', 'mutable']) ?? 'mutable';
  const lifecycle = readLifecycle(reader, fields.lifecycle);
  if (prefix === undefined || account === undefined || region === undefined) return undefined;
  if (upstream === undefined) return undefined;
  const kind = upstreamOf(upstream);
  if (kind === undefined) {
    return reader.complain(
      fields.upstream ?? field,
      `ECR caches no registry ${upstream}`,
      'The ECR User Guide, "Pull through cache", lists those that it does.',
    );
  }
  if (kind.needsCredential && fields.credentials === undefined) {
    return reader.complain(
      field,
      `${upstream} lets nobody in without credentials`,
      'Add credentials:, the ARN of a secret named ecr-pullthroughcache/….',
    );
  }
  const mutability = mutable === 'mutable' ? 'MUTABLE' : 'IMMUTABLE';
  return { prefix, account, region, upstream, credentials, mutability, lifecycle, at: field.at };
}
