import type { Tag } from '@aws-sdk/client-iam';
import type { AwsError } from '../../protocol/aws-error.ts';
import type { Tags } from '../../state.ts';
import { invalidInput, limitExceeded } from './errors.ts';
import { tagsOf } from './naming.ts';

/**
 * The keys of users', roles' and sessions' tags are compared case-insensitively; their case is kept. Source:
 * IAM User Guide, "Tags for IAM resources", rules for tagging.
 */
export function sameKey(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/**
 * Refuses a request with a duplicate tag.
 * @param error creates the service's own error; IAM and STS have the same message and different codes.
 */
export function requireDistinctKeys(
  tags: readonly Tag[] | undefined,
  error: (message: string) => AwsError,
): void {
  const keys = (tags ?? []).map(({ Key = '' }) => Key.toLowerCase());
  if (new Set(keys).size < keys.length) {
    throw error('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
}

/** Adds tags to others; one whose key differs at most in case replaces the other. */
export function withTags(before: Tags, added: Tags): Tags {
  const kept = Object.entries(before).map(
    (old) => Object.entries(added).find(([key]) => sameKey(key, old[0])) ?? old,
  );
  return { ...Object.fromEntries(kept), ...added };
}

/**
 * Adds tags of a policy, instance profile or provider: their keys are compared case-sensitively.
 * @throws AwsError `InvalidInput`, `LimitExceeded`.
 */
export function taggedWith(before: Tags, added: readonly Tag[] = []): Tags {
  if (new Set(added.map(({ Key }) => Key)).size < added.length) {
    throw invalidInput('Duplicate tag keys found.');
  }
  const tags = { ...before, ...tagsOf(added) };
  requireFewTags(tags);
  return tags;
}

/** Most tags of an IAM resource. Source: IAM quotas. */
const maxTags = 50;

/** @throws AwsError `LimitExceeded`. */
export function requireFewTags(tags: Tags): void {
  if (Object.keys(tags).length > maxTags) {
    throw limitExceeded(`The number of tags has reached the maximum limit.`);
  }
}
