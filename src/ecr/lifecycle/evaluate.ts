import type { LifecycleAction, LifecycleImage } from './image.ts';
import { allAtOnce, eachInSteps, type Steps, sortedInSteps } from './in-steps.ts';
import type { LifecyclePolicy, LifecycleRule, StorageClass } from './policy.ts';
import { settle } from './settle.ts';
import { compileTagFilter } from './tag-filter.ts';

const day = 24 * 3_600_000;

/** A rule compiled for evaluating many images. */
interface CompiledRule {
  readonly rule: LifecycleRule;
  readonly storageClass: StorageClass;
  /** Whether the rule depends on the number of images it selects. */
  readonly counts: boolean;
  selects(tags: readonly string[]): boolean;
  /** Images that the rule has selected so far. */
  seen: number;
}

/**
 * Finds the actions of a policy on the images of a repository at a given time.
 *
 * Every rule is evaluated on every image, independently of the other rules. Of the rules that select an image,
 * only the one with the highest priority may act on it; if it keeps the image, no other rule acts on it. Then
 * images that a kept manifest list needs are kept, and referrers get the action of their subjects.
 * Linear in the number of images. Source: ECR User Guide, "Lifecycle policy evaluation rules".
 *
 * @param now milliseconds since the epoch.
 * @returns at most one action per image, by rule priority and, within a rule, oldest first.
 */
export function evaluateLifecycle(
  policy: LifecyclePolicy,
  images: readonly LifecycleImage[],
  now: number,
): LifecycleAction[] {
  return allAtOnce(evaluateLifecycleInSteps(policy, images, now));
}

/** Like `evaluateLifecycle`, but yields, so that a server can handle other requests in between. */
export function* evaluateLifecycleInSteps(
  policy: LifecyclePolicy,
  images: readonly LifecycleImage[],
  now: number,
): Steps<LifecycleAction[]> {
  const rules = policy.rules.map(compileRule);
  const oldestFirst = yield* sortedInSteps(images, byAge);
  const youngestFirst = oldestFirst.toReversed();
  const marks = new Map<string, LifecycleRule>();
  yield* eachInSteps(youngestFirst, (image) => {
    const rule = markOf(rules, image, now);
    if (rule !== undefined) marks.set(image.digest, rule);
  });
  yield* settle(youngestFirst, marks);
  const actions: LifecycleAction[] = [];
  yield* eachInSteps(oldestFirst, ({ digest }) => {
    actions.push(...actionOf(digest, marks.get(digest)));
  });
  return yield* sortedInSteps(actions, (a, b) => a.rulePriority - b.rulePriority);
}

function compileRule(rule: LifecycleRule): CompiledRule {
  const { tags, storageClass, count } = rule.selection;
  const counts = count.type === 'imageCountMoreThan';
  return { rule, storageClass, counts, selects: compileTagFilter(tags), seen: 0 };
}

/**
 * The rule that acts on an image, if any; counts the image for every rule that selects it.
 * Must be given the images youngest first.
 */
function markOf(
  rules: readonly CompiledRule[],
  image: LifecycleImage,
  now: number,
): LifecycleRule | undefined {
  const storageClass = image.storageClass === 'ARCHIVE' ? 'archive' : 'standard';
  let decider: CompiledRule | undefined;
  for (const candidate of rules) {
    if (decider !== undefined && !candidate.counts) continue;
    if (candidate.storageClass !== storageClass || !candidate.selects(image.tags)) continue;
    candidate.seen++;
    decider ??= candidate;
  }
  return decider !== undefined && meets(decider, image, now) ? decider.rule : undefined;
}

function meets({ rule, seen }: CompiledRule, image: LifecycleImage, now: number): boolean {
  const { type, number } = rule.selection.count;
  if (type === 'imageCountMoreThan') return seen > number;
  const since = {
    sinceImagePushed: image.pushedAt,
    sinceImagePulled: lastUse(image),
    sinceImageTransitioned: image.lastArchivedAt,
  }[type];
  return since !== undefined && now - since > number * day;
}

/** The last pull, or else the push; a restore counts when no pull came after it. */
function lastUse({ lastPulledAt, lastActivatedAt, pushedAt }: LifecycleImage): number {
  if (lastActivatedAt === undefined) return lastPulledAt ?? pushedAt;
  return Math.max(lastActivatedAt, lastPulledAt ?? lastActivatedAt);
}

/** Oldest first: by push or, for an image that was restored, by its restoration. */
function byAge(a: LifecycleImage, b: LifecycleImage): number {
  const age = (a.lastActivatedAt ?? a.pushedAt) - (b.lastActivatedAt ?? b.pushedAt);
  if (age !== 0) return age;
  return a.digest < b.digest ? -1 : 1;
}

function actionOf(digest: string, rule: LifecycleRule | undefined): LifecycleAction[] {
  if (rule === undefined) return [];
  const action = rule.action === 'expire' ? 'EXPIRE' : 'TRANSITION';
  return [{ digest, action, rulePriority: rule.priority }];
}
