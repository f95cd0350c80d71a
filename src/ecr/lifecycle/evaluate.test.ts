import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluateLifecycle } from './evaluate.ts';
import type { LifecycleImage } from './image.ts';
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

/** The outcome in short form: `A:EXPIRE:1` for image A expired by the rule of priority 1. */
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
  it('lets a rule keep an image that a rule of lower priority would expire', () => {
    const rules = [rule(1, tagged('prod*')), rule(2, tagged('beta*'))];
    assert.deepEqual(outcome(rules, betaAndProd), ['A:EXPIRE:1']);
  });

  it('lets a rule of lower priority count images that one of higher priority expires', () => {
    const rules = [rule(1, tagged('beta*')), rule(2, tagged('prod*'))];
    assert.deepEqual(outcome(rules, betaAndProd), ['A:EXPIRE:1', 'B:EXPIRE:1']);
    const counting = [
      rule(1, { ...tagged('beta-1'), ...days('sinceImagePushed', 9) }),
      rule(2, { countNumber: 2 }),
    ];
    assert.deepEqual(outcome(counting, betaAndProd), ['A:EXPIRE:1']);
  });

  it('also protects untagged images that a rule for them keeps', () => {
    const images = [image('D', [], 7), image('E', [], 6), image('F', ['x'], 5)];
    assert.deepEqual(outcome([rule(1, untagged), rule(2)], images), ['D:EXPIRE:1']);
  });

  it('applies separately to each storage class', () => {
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
    it(`${JSON.stringify(selection)} ${selected ? 'selects' : 'does not select'} [${tags}]`, () => {
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

  it('selects images that are older than the number of days, not those of exactly that age', () => {
    const images = [image('A', [], 14), image('B', [], 14, { pushedAt: now - 14 * day - 1 })];
    assert.deepEqual(outcome([rule(1, days('sinceImagePushed', 14))], images), ['B:EXPIRE:1']);
  });

  it('uses the last pull, else the push, else a restoration without a later pull', () => {
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

describe('images that refer to each other', () => {
  const old = days('sinceImagePushed', 5);
  it('children of a kept list are kept, and those of an expired list expire with it', () => {
    const images = [
      image('young', ['v2'], 1, { children: ['shared', 'x'] }),
      image('old', ['v1'], 9, { children: ['shared', 'y'] }),
      image('shared', [], 9),
      image('x', [], 9),
      image('y', [], 9),
    ];
    assert.deepEqual(outcome([rule(1, old)], images), ['old:EXPIRE:1', 'y:EXPIRE:1']);
  });

  it('a kept list keeps its children, recursively', () => {
    const images = [
      image('outer', ['v2'], 1, { children: ['inner'] }),
      image('inner', [], 9, { children: ['leaf'] }),
      image('leaf', [], 9),
    ];
    assert.deepEqual(outcome([rule(1, old)], images), []);
  });

  it('children that a rule keeps are kept when their list expires', () => {
    const images = [image('list', ['v1'], 9, { children: ['child'] }), image('child', [], 9)];
    assert.deepEqual(outcome([rule(1, { ...tagged('v*'), ...old })], images), ['list:EXPIRE:1']);
  });

  it('referrers expire with their subject by the same rule, and never alone', () => {
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

  it('that refer to each other in circles are evaluated', () => {
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
