import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchesPattern, parsePattern } from './pattern.ts';

const matches = (pattern: object, detail: unknown): boolean =>
  matchesPattern(parsePattern(JSON.stringify({ detail: pattern })), { detail });

type Case = readonly [what: string, pattern: object, detail: unknown, matches: boolean];

function specify(cases: readonly Case[]): void {
  for (const [what, pattern, detail, expected] of cases) {
    it(`${expected ? 'match' : 'do not match'} ${what}`, () =>
      assert.equal(matches(pattern, detail), expected));
  }
}

const pods = [
  { name: 'a', ready: true, ports: [{ number: 80 }, { number: 443, tls: true }] },
  { name: 'b', ready: false },
];

describe('event patterns on lists of objects', () => {
  specify([
    ['one of the elements', { pods: { name: ['b'] } }, { pods }, true],
    ['no element', { pods: { name: ['c'] } }, { pods }, false],
    ['fields of one element', { pods: { name: ['b'], ready: [false] } }, { pods }, true],
    ['fields of two elements', { pods: { name: ['a'], ready: [false] } }, { pods }, false],
    [
      'fields of two elements, by dotted names and $or',
      { 'pods.name': ['a'], $or: [{ 'pods.ready': [false] }, { x: [1] }] },
      { pods },
      false,
    ],
    [
      'lists within lists',
      { pods: { name: ['a'], ports: { number: [443], tls: [true] } } },
      { pods },
      true,
    ],
    [
      'lists within lists, of two elements',
      { pods: { ports: { number: [80], tls: [true] } } },
      { pods },
      false,
    ],
    ['a list in a list', { ids: [2] }, { ids: [[1], [2]] }, true],
    ['an empty list', { ids: [{ 'anything-but': 1 }] }, { ids: [] }, false],
  ]);
});

describe('event patterns with exists', () => {
  const exists = [{ exists: true }];
  const missing = [{ exists: false }];
  specify([
    ['an object as a field', { a: exists }, { a: { b: 1 } }, false],
    ['an object as no field', { a: missing }, { a: { b: 1 } }, true],
    ['null as a field', { a: exists }, { a: null }, true],
    ['an empty list as no field', { a: missing }, { a: [] }, true],
    ['a list as a field', { a: exists }, { a: [0] }, true],
    ['a field below nothing as none', { a: { b: missing } }, {}, true],
    ['a field that any element has', { a: { c: missing } }, { a: [{ b: 1 }, { c: 1 }] }, false],
    ['a field that no element has', { a: { c: missing } }, { a: [{ b: 1 }, { d: 1 }] }, true],
    ['absence or a value: absent', { a: [{ exists: false }, 'x'] }, {}, true],
    ['absence or a value: the value', { a: [{ exists: false }, 'x'] }, { a: 'x' }, true],
    ['absence or a value: another', { a: [{ exists: false }, 'x'] }, { a: 'y' }, false],
  ]);
});

describe('event patterns with dotted names', () => {
  specify([
    ['nested fields', { 'a.b': ['x'] }, { a: { b: 'x' } }, true],
    ['dotted fields', { 'a.b': ['x'] }, { 'a.b': 'x' }, true],
    ['dotted fields by nested ones', { a: { b: ['x'] } }, { 'a.b': 'x' }, true],
    ['both at once', { a: { b: ['x'], c: ['y'] } }, { 'a.b': 'x', a: { c: 'y' } }, true],
    ['another value', { 'a.b': ['x'] }, { a: { b: 'y' } }, false],
    ['what every object has', { '__proto__.x': [{ exists: true }] }, { a: 1 }, false],
  ]);
});

describe('event patterns with $or', () => {
  const either = { $or: [{ a: ['x'] }, { b: [{ numeric: ['>', 5] }] }], c: ['y'] };
  specify([
    ['the first alternative', either, { a: 'x', b: 1, c: 'y' }, true],
    ['the second alternative', either, { a: 'z', b: 6, c: 'y' }, true],
    ['no alternative', either, { a: 'z', b: 5, c: 'y' }, false],
    ['an alternative alone', either, { a: 'x', b: 6, c: 'z' }, false],
    [
      'an alternative of an alternative',
      { $or: [{ a: ['x'] }, { b: { $or: [{ c: ['y'] }, { d: ['z'] }] } }] },
      { b: { d: 'z' } },
      true,
    ],
  ]);
});

describe('event patterns with expressions on texts', () => {
  const but = (operand: unknown) => ({ a: [{ 'anything-but': operand }] });
  specify([
    [
      'a prefix in any case',
      { a: [{ prefix: { 'equals-ignore-case': 'EvE' } }] },
      { a: 'eveNT' },
      true,
    ],
    ['another prefix', { a: [{ prefix: { 'equals-ignore-case': 'EvE' } }] }, { a: 'vent' }, false],
    [
      'a suffix in any case',
      { a: [{ suffix: { 'equals-ignore-case': '.PNG' } }] },
      { a: 'a.png' },
      true,
    ],
    ['a listed prefix', but({ prefix: ['x', 'y'] }), { a: 'yes' }, false],
    ['no listed prefix', but({ prefix: ['x', 'y'] }), { a: 'no' }, true],
    ['a listed suffix', but({ suffix: ['.png', '.gif'] }), { a: 'a.gif' }, false],
    ['no listed suffix', but({ suffix: ['.png', '.gif'] }), { a: 'a.jpg' }, true],
    ['a listed wildcard', but({ wildcard: ['a*b', 'c*d'] }), { a: 'c-d' }, false],
    ['no listed wildcard', but({ wildcard: ['a*b', 'c*d'] }), { a: 'a-d' }, true],
    ['a listed text in any case', but({ 'equals-ignore-case': ['X', 'Y'] }), { a: 'y' }, false],
    ['no listed text in any case', but({ 'equals-ignore-case': ['X', 'Y'] }), { a: 'z' }, true],
    ['an asterisk that is one', { a: [{ wildcard: 'a\\**' }] }, { a: 'a*b' }, true],
    ['an asterisk that is none', { a: [{ wildcard: 'a\\**' }] }, { a: 'ab' }, false],
  ]);
});

describe('event patterns with cidr', () => {
  const within = (block: string) => ({ a: [{ cidr: block }] });
  specify([
    ['an address within', within('10.0.0.0/24'), { a: '10.0.0.255' }, true],
    ['an address beyond', within('10.0.0.0/24'), { a: '10.0.1.0' }, false],
    ['any address', within('0.0.0.0/0'), { a: '8.8.8.8' }, true],
    ['what is no address', within('0.0.0.0/0'), { a: 'x' }, false],
    ['an address of IPv6', within('2001:db8::/32'), { a: '2001:db8:1::1' }, true],
    ['an address of the other family', within('::/0'), { a: '10.0.0.1' }, false],
  ]);
});

describe('event patterns that are refused', () => {
  for (const [expression, message] of [
    [{ 'anything-but': { prefix: '' } }, 'Null prefix/suffix not allowed'],
    [{ 'anything-but': { suffix: ['a', ''] } }, 'Null prefix/suffix not allowed'],
    [{ wildcard: 'abc**def' }, 'Consecutive wildcard characters at pos 4'],
    [{ 'anything-but': { wildcard: ['a', 'é**'] } }, 'Consecutive wildcard characters at pos 3'],
    [{ wildcard: 'a\\b' }, 'Invalid escape character at pos 2'],
    [
      { 'anything-but': null },
      'Value of anything-but must be an array or single string/number value.',
    ],
    [
      { 'anything-but': { suffix: { 'equals-ignore-case': 'file' } } },
      'Value of anything-but must be an array or single string/number value.',
    ],
    [
      { 'anything-but': { 'equals-ignore-case': [1, 'a'] } },
      'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
    ],
    [{ numeric: ['>', 0, '>', 0] }, 'Bad numeric range operator: >'],
    [{ numeric: ['>', 0, '<'] }, 'Value of < must be numeric'],
    [{ cidr: 'xx.11.xx/8' }, 'Nonstandard IP address: xx.11.xx'],
  ] as const) {
    it(`say why: ${JSON.stringify(expression)}`, () => {
      assert.throws(() => parsePattern(JSON.stringify({ a: [expression] })), { message });
    });
  }
});

describe('event patterns on hostile events', () => {
  it('omit what is nested deeper than any pattern', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}1${']'.repeat(100_000)}`);
    const dotted = Object.fromEntries([['x.'.repeat(100_000), 1]]);
    assert.equal(matches({ a: ['x'] }, { a: 'x', deep, ...dotted }), true);
  });
});
