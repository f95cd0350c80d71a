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
  image,
  now,
  policyText,
  rule,
  tagged,
} from './testing/build.ts';
import { naiveLifecycle } from './testing/naive.ts';

/** The outcome in short: `A:EXPIRE:1` for image A expired by the rule of priority 1. */
function outcome(rules: readonly Fields[], images: readonly LifecycleImage[]): string[] {
  const actions = evaluateLifecycle(parseLifecyclePolicy(policyText(...rules)), images, now);
  return actions.map((a) => `${a.digest}:${a.action}:${a.rulePriority}`).sort();
}

const untagged = { tagStatus: 'untagged' };
const betaAndProd = [
  image('A', ['beta-1', 'prod-1'], 10),
  image('B', ['beta-2', 'prod-2'], 9),
  image('C', ['beta-3'], 8),
];

describe('the priority of lifecycle rules', () => {
  it('lets a rule keep an image that a lower one would expire', () => {
    const rules = [rule(1, tagged('prod*')), rule(2, tagged('beta*'))];
    assert.deepEqual(outcome(rules, betaAndProd), ['A:EXPIRE:1']);
  });

  it('lets a lower rule count images that a higher one expires', () => {
    const rules = [rule(1, tagged('beta*')), rule(2, tagged('prod*'))];
    assert.deepEqual(outcome(rules, betaAndProd), ['A:EXPIRE:1', 'B:EXPIRE:1']);
    const counting = [
      rule(1, { ...tagged('beta-1'), ...days('sinceImagePushed', 9) }),
      rule(2, { countNumber: 2 }),
    ];
    assert.deepEqual(outcome(counting, betaAndProd), ['A:EXPIRE:1']);
  });

  it('shields untagged images by a rule about them, too', () => {
    const images = [image('D', [], 7), image('E', [], 6), image('F', ['x'], 5)];
    assert.deepEqual(outcome([rule(1, untagged), rule(2)], images), ['D:EXPIRE:1']);
  });

  it('does not reach from one storage class into the other', () => {
    const archived = { storageClass: 'ARCHIVE', lastArchivedAt: now - 400 * day } as const;
    const rules = [
      rule(1, days('sinceImagePulled', 90), archiving),
      rule(2, { ...days('sinceImageTransitioned', 365), storageClass: 'archive' }),
    ];
    const images = [image('A', [], 500, archived), image('B', [], 100), image('C', [], 10)];
    assert.deepEqual(outcome(rules, images), ['A:EXPIRE:2', 'B:TRANSITION:1']);
  });
});

describe('the selection of a lifecycle rule', () => {
  const rows: [selection: Fields, tags: string[], selected: boolean][] = [
    [tagged('prod*'), ['prod'], true],
    [tagged('prod*'), ['x', 'production-1'], true],
    [tagged('prod*'), ['a-prod'], false],
    [tagged('*prod*'), ['repo-production'], true],
    [tagged('prod'), ['prod1'], false],
    [tagged('PROD*'), ['prod1'], false],
    [tagged('v*.*.*'), ['v1.2.3'], true],
    [tagged('v*.*.*'), ['v1.2'], false],
    [tagged('alpha*', 'beta*'), ['alpha-1', 'beta-1'], true],
    [tagged('alpha*', 'beta*'), ['alpha-1'], false],
    [tagged('*'), [], false],
    [{ tagStatus: 'tagged', tagPrefixList: ['v1', 'x'] }, ['v1.0', 'x'], true],
    [{ tagStatus: 'tagged', tagPrefixList: ['v*'] }, ['v1'], false],
    [untagged, [], true],
    [untagged, ['x'], false],
    [{}, [], true],
  ];
  for (const [selection, tags, selected] of rows) {
    it(`${JSON.stringify(selection)} ${selected ? 'takes' : 'leaves'} [${tags}]`, () => {
      const found = outcome(
        [rule(1, { ...selection, ...days('sinceImagePushed', 1) })],
        [image('A', tags, 2)],
      );
      assert.equal(found.length, selected ? 1 : 0);
    });
  }
});

describe('the count of a lifecycle rule', () => {
  it('keeps the youngest, by push or by restoration', () => {
    const restored = { lastActivatedAt: now - day };
    const images = [image('A', [], 9, restored), image('B', [], 2), image('C', [], 3)];
    assert.deepEqual(outcome([rule(1)], images), ['B:EXPIRE:1', 'C:EXPIRE:1']);
  });

  it('holds for images that are older than the days, not for those of that very age', () => {
    const images = [image('A', [], 14), image('B', [], 14, { pushedAt: now - 14 * day - 1 })];
    assert.deepEqual(outcome([rule(1, days('sinceImagePushed', 14))], images), ['B:EXPIRE:1']);
  });

  it('takes the last pull, else the push, else a restoration that no pull followed', () => {
    const images = [
      image('pulled', [], 99, { lastPulledAt: now - day }),
      image('never-pulled', [], 99),
      image('restored', [], 99, { lastPulledAt: now - 50 * day, lastActivatedAt: now - day }),
      image('idle-again', [], 99, {
        lastActivatedAt: now - 80 * day,
        lastPulledAt: now - 40 * day,
      }),
    ];
    assert.deepEqual(outcome([rule(1, days('sinceImagePulled', 30), archiving)], images), [
      'idle-again:TRANSITION:1',
      'never-pulled:TRANSITION:1',
    ]);
  });
});

describe('images that hang together', () => {
  const old = days('sinceImagePushed', 5);
  it('children of a surviving list are spared, and go with a list that goes', () => {
    const images = [
      image('young', ['v2'], 1, { children: ['shared', 'x'] }),
      image('old', ['v1'], 9, { children: ['shared', 'y'] }),
      image('shared', [], 9),
      image('x', [], 9),
      image('y', [], 9),
    ];
    assert.deepEqual(outcome([rule(1, old)], images), ['old:EXPIRE:1', 'y:EXPIRE:1']);
  });

  it('a spared list spares what it lists, in turn', () => {
    const images = [
      image('outer', ['v2'], 1, { children: ['inner'] }),
      image('inner', [], 9, { children: ['leaf'] }),
      image('leaf', [], 9),
    ];
    assert.deepEqual(outcome([rule(1, old)], images), []);
  });

  it('children that a rule keeps stay when their list goes', () => {
    const images = [image('list', ['v1'], 9, { children: ['child'] }), image('child', [], 9)];
    assert.deepEqual(outcome([rule(1, { ...tagged('v*'), ...old })], images), ['list:EXPIRE:1']);
  });

  it('referrers go with their subject by the same rule, and never alone', () => {
    const images = [
      image('image', ['v1'], 9),
      image('signature', [], 1, { subject: 'image' }),
      image('of-signature', [], 1, { subject: 'signature' }),
      image('kept', ['w1'], 9),
      image('its-signature', [], 9, { subject: 'kept' }),
      image('orphan', [], 9, { subject: 'gone' }),
    ];
    const rules = [rule(1, { ...tagged('v*'), ...old }), rule(2, { ...untagged, ...old })];
    assert.deepEqual(outcome(rules, images), [
      'image:EXPIRE:1',
      'of-signature:EXPIRE:1',
      'orphan:EXPIRE:2',
      'signature:EXPIRE:1',
    ]);
  });

  it('that refer to each other in circles are no trouble', () => {
    const images = [
      image('a', [], 9, { subject: 'b', children: ['b'] }),
      image('b', [], 9, { subject: 'a', children: ['a'] }),
    ];
    assert.deepEqual(outcome([rule(1, old)], images), ['a:EXPIRE:1', 'b:EXPIRE:1']);
  });
});

describe('the order of actions', () => {
  it('is by rule, then oldest first', () => {
    const images = [image('a', [], 3), image('b', ['x'], 4), image('c', [], 5)];
    const rules = [
      rule(1, { ...tagged('x'), ...days('sinceImagePushed', 1) }),
      rule(2, days('sinceImagePushed', 1)),
    ];
    const actions = evaluateLifecycle(parseLifecyclePolicy(policyText(...rules)), images, now);
    assert.deepEqual(
      actions.map(({ digest }) => digest),
      ['b', 'c', 'a'],
    );
  });
});

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
      // Links go to earlier images only: a digest can't be known before its content.
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

  it('agrees with an evaluator that knows no shortcuts', () => {
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
