// A second lifecycle evaluator, written directly from the ECR User Guide without optimisation:
// the first one must agree with it (evaluate.test.ts).
import type { LifecycleAction, LifecycleImage } from '../image.ts';
import type { LifecyclePolicy, LifecycleRule } from '../policy.ts';

type Images = readonly LifecycleImage[];

const day = 86_400_000;
const ageOf = (image: LifecycleImage): number => image.lastActivatedAt ?? image.pushedAt;
const classOf = (image: LifecycleImage): string => (image.storageClass ?? 'STANDARD').toLowerCase();

function older(a: LifecycleImage, b: LifecycleImage): boolean {
  return ageOf(a) < ageOf(b) || (ageOf(a) === ageOf(b) && a.digest < b.digest);
}

function selects({ selection: { tags, storageClass } }: LifecycleRule, image: LifecycleImage) {
  if (classOf(image) !== storageClass) return false;
  if (tags.status === 'any') return true;
  if (tags.status === 'untagged') return image.tags.length === 0;
  const patterns = 'prefixes' in tags ? tags.prefixes.map((prefix) => `${prefix}*`) : tags.patterns;
  return patterns.every((pattern) => {
    const source = pattern.replace(/[^*a-z0-9]/g, '\\$&').replaceAll('*', '.*');
    return image.tags.some((tag) => new RegExp(`^${source}$`).test(tag));
  });
}

function identifies(rule: LifecycleRule, image: LifecycleImage, images: Images, now: number) {
  const { type, number } = rule.selection.count;
  const { pushedAt, lastPulledAt, lastActivatedAt, lastArchivedAt } = image;
  switch (type) {
    case 'imageCountMoreThan':
      return images.filter((o) => selects(rule, o) && older(image, o)).length >= number;
    case 'sinceImagePushed':
      return now - pushedAt > number * day;
    case 'sinceImagePulled': {
      const unusedSinceRestore =
        lastActivatedAt !== undefined && (lastPulledAt ?? 0) < lastActivatedAt;
      return (
        now - (unusedSinceRestore ? lastActivatedAt : (lastPulledAt ?? pushedAt)) > number * day
      );
    }
    case 'sinceImageTransitioned':
      return lastArchivedAt !== undefined && now - lastArchivedAt > number * day;
  }
}

/** The rule that acts on an image, before manifest lists and referrers are considered. */
function ownRule(policy: LifecyclePolicy, image: LifecycleImage, images: Images, now: number) {
  const first = policy.rules.find((rule) => selects(rule, image));
  return first !== undefined && identifies(first, image, images, now) ? first : undefined;
}

export function naiveLifecycle(policy: LifecyclePolicy, images: Images, now: number) {
  const find = (digest: string | undefined) => images.find((image) => image.digest === digest);
  const wanted = (image: LifecycleImage): LifecycleRule | undefined => {
    const subject = find(image.subject);
    if (subject === undefined) return ownRule(policy, image, images, now);
    const rule = wanted(subject);
    return rule?.action === 'transition' && classOf(image) === 'archive' ? undefined : rule;
  };
  const acted = new Map(images.map((image) => [image.digest, wanted(image)]));
  for (let stable = false; !stable; ) {
    stable = true;
    for (const { digest, subject } of images) {
      if (acted.get(digest) === undefined) continue;
      const lists = images.filter(({ children }) => children?.includes(digest));
      const held = lists.some(
        (l) => classOf(l) === 'standard' && acted.get(l.digest) === undefined,
      );
      const left = find(subject) !== undefined && acted.get(subject ?? '') === undefined;
      if (!held && !left) continue;
      acted.set(digest, undefined);
      stable = false;
    }
  }
  return images.flatMap(({ digest }): LifecycleAction[] => {
    const rule = acted.get(digest);
    if (rule === undefined) return [];
    const action = rule.action === 'expire' ? 'EXPIRE' : 'TRANSITION';
    return [{ digest, action, rulePriority: rule.priority }];
  });
}
