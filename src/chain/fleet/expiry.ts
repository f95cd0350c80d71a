import { evaluateLifecycle } from '../../ecr/lifecycle/evaluate.ts';
import type { LifecycleAction, LifecycleImage } from '../../ecr/lifecycle/image.ts';
import { parseLifecyclePolicy } from '../../ecr/lifecycle/parse.ts';
import type { LifecyclePolicy } from '../../ecr/lifecycle/policy.ts';

/** Milliseconds of a day. */
const day = 24 * 3_600_000;
/** Days that are looked ahead. */
const ahead = 7;

/** What lifecycle rules will do to the images of a repository within a week, as far as that is certain today. */
export interface ExpiryFacts {
  /** Images that a rule takes, by tag or digest. */
  readonly images: Readonly<Record<string, Expiry>>;
}

export interface Expiry {
  /** ISO 8601: from then on the rule matches. ECR runs it within 24 hours. */
  readonly at: string;
  readonly action: LifecycleAction['action'];
  readonly rulePriority: number;
}

/**
 * What a lifecycle policy does to the images of a repository within a week if nobody pushes, deletes, or changes the policy.
 * What depends on pulls to come is left out, and so are images without a tag: an index may hold them.
 * @param policy its text.
 * @param now milliseconds since the epoch.
 * @throws LifecyclePolicyError for a policy that ECR would not take.
 */
export function expiriesUnder(
  policy: string,
  images: readonly LifecycleImage[],
  now: number,
): ExpiryFacts {
  const parsed = parseLifecyclePolicy(policy);
  const tagged = new Map(
    images.filter(({ tags }) => tags.length > 0).map((image) => [image.digest, image]),
  );
  const found: Record<string, Expiry> = {};
  for (let days = 0; days <= ahead; days++) {
    for (const action of evaluateLifecycle(parsed, images, now + days * day)) {
      const image = tagged.get(action.digest);
      if (image === undefined || image.digest in found) continue;
      const at = days === 0 ? now : dueAt(parsed, action, image);
      if (at === undefined) continue;
      const expiry = {
        at: new Date(at).toISOString(),
        action: action.action,
        rulePriority: action.rulePriority,
      };
      for (const name of [image.digest, ...image.tags]) found[name] = expiry;
    }
  }
  return { images: found };
}

/** The moment at which a rule begins to match an image by its age; undefined for what pulls may put off. */
function dueAt(
  { rules }: LifecyclePolicy,
  { rulePriority }: LifecycleAction,
  { pushedAt }: LifecycleImage,
): number | undefined {
  const count = rules.find(({ priority }) => priority === rulePriority)?.selection.count;
  return count?.type === 'sinceImagePushed' ? pushedAt + count.number * day : undefined;
}
