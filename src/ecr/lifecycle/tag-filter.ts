import type { TagRequirement } from './policy.ts';

type Test = (tag: string) => boolean;

/**
 * Compiles a rule's condition on an image's tags. Each entry of a list must match some tag, not all entries the
 * same tag (ECR User Guide, "Lifecycle policy evaluation rules").
 */
export function compileTagFilter(tags: TagRequirement): (given: readonly string[]) => boolean {
  if (tags.status === 'any') return () => true;
  if (tags.status === 'untagged') return (given) => given.length === 0;
  const tests = 'prefixes' in tags ? tags.prefixes.map(prefixTest) : tags.patterns.map(patternTest);
  return (given) => {
    if (given.length === 0) return false;
    for (const test of tests) if (!isMet(test, given)) return false;
    return true;
  };
}

/** A loop, because it runs millions of times, and `some` with a closure takes twice as long. */
function isMet(test: Test, given: readonly string[]): boolean {
  for (const tag of given) if (test(tag)) return true;
  return false;
}

function prefixTest(prefix: string): Test {
  return (tag) => tag.startsWith(prefix);
}

/** `*` stands for any characters: the parts between the stars must occur in that order, without overlap. */
function patternTest(pattern: string): Test {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return (tag) => tag === pattern;
  if (rest.length === 0) {
    const least = head.length + tail.length;
    return (tag) => tag.length >= least && tag.startsWith(head) && tag.endsWith(tail);
  }
  return (tag) => {
    if (!tag.startsWith(head) || !tag.endsWith(tail)) return false;
    let from = head.length;
    for (const part of rest) {
      const at = tag.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return from <= tag.length - tail.length;
  };
}
