import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { applyPatch, decodePatch, patchTypeOf } from './patch.ts';
import { type JsonObject, strategicMerge } from './strategic-merge.ts';

const apply = async (target: JsonObject, type: string, body: string) =>
  applyPatch(target, await decodePatch(patchTypeOf(type), body));
const patch = (target: JsonObject, type: string, body: unknown) =>
  apply(target, type, JSON.stringify(body));

describe('any patch', () => {
  const refused: readonly [string, string, string][] = [
    ['application/json-patch+json', JSON.stringify(Array(10_001).fill(0)), '10000 values'],
    ['application/merge-patch+json', `{"a":[${'1,'.repeat(10_000)}1]}`, '10000 values'],
    ['application/apply-patch+yaml', `{"a":${'['.repeat(600)}`, 'nested more than 500 levels'],
    ['application/apply-patch+yaml', `a:\n${' - b\n'.repeat(80_000)}`, 'no larger than 262144'],
    [
      'application/json-patch+json',
      JSON.stringify([
        { op: 'add', path: '/x', value: 'y'.repeat(500_000) },
        ...Array.from({ length: 10 }, () => ({ op: 'copy', from: '/x', path: '/y' })),
      ]),
      'copies or moves more than 3145728',
    ],
  ];
  for (const [type, body, why] of refused) {
    it(`of ${type} is refused when it ${why}`, async () => {
      await assert.rejects(apply({ a: 1 }, type, body), {
        reason: 'RequestEntityTooLarge',
        message: new RegExp(why),
      });
    });
  }
});

describe('a JSON merge patch', () => {
  it('sets, replaces and removes fields, and replaces whole lists', async () => {
    const target = { a: 1, b: { c: 2, d: 3 }, list: [1, 2] };
    assert.deepEqual(
      await patch(target, 'application/merge-patch+json', { a: null, b: { c: 9 }, list: [3] }),
      { b: { c: 9, d: 3 }, list: [3] },
    );
    assert.deepEqual(target, { a: 1, b: { c: 2, d: 3 }, list: [1, 2] });
  });
});

describe('a JSON patch', () => {
  const json = (target: JsonObject, ...steps: object[]) =>
    patch(target, 'application/json-patch+json', steps);

  it('applies its operations in order', async () => {
    const steps = [
      { op: 'test', path: '/a', value: 1 },
      { op: 'replace', path: '/a', value: 2 },
      { op: 'add', path: '/list/-', value: 3 },
      { op: 'add', path: '/list/0', value: 0 },
      { op: 'remove', path: '/x~1y' },
      { op: 'copy', from: '/a', path: '/b' },
      { op: 'move', from: '/b', path: '/c' },
    ];
    assert.deepEqual(await json({ a: 1, list: [1], 'x/y': 1 }, ...steps), {
      a: 2,
      list: [0, 1, 3],
      c: 2,
    });
  });

  const refused: [object, string][] = [
    [{ op: 'test', path: '/a', value: 2 }, 'Invalid'],
    [{ op: 'remove', path: '/gone' }, 'Invalid'],
    [{ op: 'replace', path: '/gone', value: 1 }, 'Invalid'],
    [{ op: 'add', path: '/no/where', value: 1 }, 'Invalid'],
    [{ op: 'add', path: '/__proto__/polluted', value: 1 }, 'Invalid'],
    [{ op: 'add', path: '/__proto__', value: { polluted: 1 } }, 'Invalid'],
    [{ op: 'add', path: '/constructor/prototype/polluted', value: 1 }, 'Invalid'],
    [{ op: 'dance', path: '/a' }, 'BadRequest'],
    [{ path: '/a' }, 'BadRequest'],
  ];
  for (const [step, reason] of refused) {
    it(`refuses ${JSON.stringify(step)}`, () => assert.rejects(json({ a: 1 }, step), { reason }));
  }
});

describe('a strategic merge patch', () => {
  const containers: JsonObject[] = [
    { name: 'web', image: 'a:1', env: [{ name: 'X', value: '1' }] },
    { name: 'side', image: 'b:1' },
  ];

  it('merges containers by name, and their fields', () => {
    const result = strategicMerge(
      { containers },
      { containers: [{ name: 'web', image: 'a:2', env: [{ name: 'Y', value: '2' }] }] },
    );
    assert.deepEqual(result.containers, [
      {
        name: 'web',
        image: 'a:2',
        env: [
          { name: 'X', value: '1' },
          { name: 'Y', value: '2' },
        ],
      },
      { name: 'side', image: 'b:1' },
    ]);
  });

  it('deletes an item by its key', () => {
    const result = strategicMerge(
      { containers },
      { containers: [{ name: 'web', $patch: 'delete' }] },
    );
    assert.deepEqual(result.containers, [{ name: 'side', image: 'b:1' }]);
  });

  it('sorts items by $setElementOrder', () => {
    const order = [{ name: 'side' }, { name: 'web' }];
    const result = strategicMerge(
      { containers },
      { containers: [], '$setElementOrder/containers': order },
    );
    assert.deepEqual(
      (result.containers as JsonObject[]).map(({ name }) => name),
      ['side', 'web'],
    );
  });

  it('replaces lists without a merge key, and the whole object with $patch: replace', () => {
    assert.deepEqual(strategicMerge({ args: ['a'] }, { args: ['b'] }), { args: ['b'] });
    assert.deepEqual(
      strategicMerge(
        { strategy: { type: 'a', x: 1 } },
        { strategy: { $patch: 'replace', type: 'b' } },
      ),
      { strategy: { type: 'b' } },
    );
    assert.deepEqual(
      strategicMerge(
        { strategy: { type: 'a', x: 1 } },
        { strategy: { $retainKeys: ['type'], type: 'b' } },
      ),
      { strategy: { type: 'b' } },
    );
  });

  it('adds values to sets and deletes values from them', () => {
    assert.deepEqual(strategicMerge({ finalizers: ['a'] }, { finalizers: ['b'] }).finalizers, [
      'a',
      'b',
    ]);
    const remove = { '$deleteFromPrimitiveList/finalizers': ['a'] };
    assert.deepEqual(strategicMerge({ finalizers: ['a', 'b'] }, remove).finalizers, ['b']);
  });

  it('that is empty changes nothing', () => {
    const value = fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.boolean()), {
      noNullPrototype: true,
    });
    fc.assert(fc.property(value, (target) => assert.deepEqual(strategicMerge(target, {}), target)));
  });
});

describe('a patch that is nested too deeply or infinitely', () => {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
  const rows = [
    ['application/merge-patch+json', deep],
    ['application/strategic-merge-patch+json', deep],
    ['application/json-patch+json', `[{"op":"add","path":"/a","value":${deep}}]`],
    ['application/apply-patch+yaml', 'a: &a [*a]'],
    ['application/apply-patch+yaml', 'a: &a {b: *a, c: *a}'],
  ] as const;
  for (const [type, body] of rows) {
    it(`is refused: ${type} ${body.slice(0, 25)}`, async () => {
      await assert.rejects(apply({}, type, body), {
        name: 'ApiError',
        message: /nested more than 500 levels deep|with its aliases it has more than 10000 values/,
      });
    });
  }
});
