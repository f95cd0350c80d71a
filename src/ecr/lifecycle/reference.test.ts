// The evaluator agrees with a naive reference evaluator.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { evaluateLifecycle } from './evaluate.ts';
import type { LifecycleAction, LifecycleImage } from './image.ts';
import { parseLifecyclePolicy } from './parse.ts';
import {
  archiving,
  day,
  days,
  type Fields,
  now,
  policyText,
  rule,
  tagged,
} from './testing/build.ts';
import { naiveLifecycle } from './testing/naive.ts';

const untagged = { tagStatus: 'untagged' };
describe('the evaluator', () => {
  const tags = fc.uniqueArray(fc.constantFrom('a', 'ab', 'abc', 'b', 'b1', 'c.d'), {
    maxLength: 3,
  });
  const moment = fc.integer({ min: 0, max: 200 }).map((n) => now - n * day);
  const images = fc
    .array(
      fc.record(
        {
          tags,
          pushedAt: moment,
          lastPulledAt: moment,
          lastActivatedAt: moment,
          lastArchivedAt: moment,
          storageClass: fc.constantFrom(
            'STANDARD' as const,
            'STANDARD' as const,
            'ARCHIVE' as const,
          ),
          lists: fc.array(fc.nat(), { maxLength: 2 }),
          refersTo: fc.nat(),
        },
        { requiredKeys: ['tags', 'pushedAt'] },
      ),
      { maxLength: 14 },
    )
    .map((drawn) =>
      // References point only to earlier images, because a digest depends on the content.
      drawn.map(({ lists, refersTo, ...rest }, index): LifecycleImage => {
        const target = (n: number) => `d${n % Math.max(index, 1)}`;
        return {
          digest: `d${index}`,
          ...rest,
          ...(lists === undefined || index === 0 ? {} : { children: lists.map(target) }),
          ...(refersTo === undefined || index === 0 ? {} : { subject: target(refersTo) }),
        };
      }),
    );
  const list = fc.uniqueArray(fc.constantFrom('a*', '*b', 'a*c', 'b*', '*', 'c.d', '*b*'), {
    minLength: 1,
    maxLength: 2,
  });
  const number = fc.integer({ min: 1, max: 120 });
  const few = fc.integer({ min: 1, max: 4 });
  const standard = fc.oneof(
    few.map((countNumber) => rule(0, { countNumber })),
    few.map((countNumber) => rule(0, { countNumber }, archiving)),
    number.map((n) => rule(0, days('sinceImagePushed', n))),
    number.map((n) => rule(0, days('sinceImagePulled', n), archiving)),
    number.map((n) =>
      rule(0, { ...days('sinceImageTransitioned', 90 + n), storageClass: 'archive' }),
    ),
  );
  const rules = fc
    .array(fc.tuple(standard, fc.oneof(list.map((l) => tagged(...l)))), { maxLength: 4 })
    .chain((drawn) =>
      fc
        .tuple(fc.constant(drawn), fc.option(standard), fc.option(standard))
        .map(([some, plain, last]) => {
          const all = some.map(([base, tags]) => ({
            ...base,
            selection: { ...(base.selection as Fields), ...tags },
          }));
          if (plain)
            all.push({
              ...plain,
              selection: { ...(plain.selection as Fields), ...untagged } as never,
            });
          if (last) all.push(last as never);
          return all.map((one, index) => ({ ...one, rulePriority: (index + 1) * 10 }));
        }),
    )
    .filter((all) => all.length > 0);
  const sorted = (actions: readonly LifecycleAction[]) =>
    [...actions].sort((a, b) => (a.digest < b.digest ? -1 : 1));

  it('agrees with a naive reference evaluator', () => {
    fc.assert(
      fc.property(rules, images, (some, repository) => {
        const policy = parseLifecyclePolicy(policyText(...some));
        assert.deepEqual(
          sorted(evaluateLifecycle(policy, repository, now)),
          sorted(naiveLifecycle(policy, repository, now)),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not depend on the order in which images are given', () => {
    fc.assert(
      fc.property(rules, images, (some, repository) => {
        const policy = parseLifecyclePolicy(policyText(...some));
        assert.deepEqual(
          evaluateLifecycle(policy, [...repository].reverse(), now),
          evaluateLifecycle(policy, repository, now),
        );
      }),
    );
  });
});
