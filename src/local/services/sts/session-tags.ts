import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import type { Call } from '../../core/call.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { Tags } from '../../state.ts';
import { tagsOf } from '../iam/naming.ts';
import { requireDistinctKeys, sameKey, withTags } from '../iam/tag-keys.ts';

const invalid = (message: string): AwsError => new AwsError('InvalidParameterValue', message);

/** The tags of a session, and those of them that later sessions inherit. */
export interface SessionTags {
  readonly tags: Tags;
  readonly transitiveTagKeys: readonly string[];
}

/**
 * The tags of a new session: its own and those it inherits. An inherited tag cannot get another value: a caller
 * who chains roles could otherwise choose their own `aws:PrincipalTag`. Source: IAM User Guide, "Passing
 * session tags in AWS STS", role chaining.
 * @throws AwsError `InvalidParameterValue`.
 */
export function sessionTags(
  {
    Tags: given = [],
    TransitiveTagKeys: transitive = [],
  }: Pick<AssumeRoleRequest, 'Tags' | 'TransitiveTagKeys'>,
  { caller }: Call,
): SessionTags {
  requireDistinctKeys(given, invalid);
  const inherited = inheritedTags(caller.session);
  const has = (keys: readonly string[], key: string): boolean =>
    keys.some((other) => sameKey(other, key));
  const names = given.map(({ Key = '' }) => Key);
  if (names.some((key) => has(Object.keys(inherited), key))) {
    throw invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  if (transitive.some((key) => !has(names, key))) {
    throw invalid('The specified transitive tag key must be included in the requested tags.');
  }
  return {
    tags: withTags(inherited, tagsOf(given)),
    transitiveTagKeys: [
      ...Object.keys(inherited),
      ...names.filter((name) => has(transitive, name)),
    ],
  };
}

function inheritedTags(session: Call['caller']['session']): Tags {
  const { tags = {}, transitiveTagKeys = [] } = session ?? {};
  return Object.fromEntries(
    Object.entries(tags).filter(([key]) => transitiveTagKeys.some((other) => sameKey(other, key))),
  );
}
