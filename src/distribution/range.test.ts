import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRange } from './range.ts';

describe('a Range header', () => {
  const rows: [header: string | undefined, size: number, range: unknown][] = [
    [undefined, 10, undefined],
    ['bytes=2-5', 10, { start: 2, end: 5 }],
    ['bytes=2-', 10, { start: 2, end: 9 }],
    ['bytes=-3', 10, { start: 7, end: 9 }],
    ['bytes=-30', 10, { start: 0, end: 9 }],
    ['bytes=5-50', 10, { start: 5, end: 9 }],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=5-2', 10, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    ['bytes=0-0', 0, 'unsatisfiable'],
    ['bytes=1-2,4-5', 10, undefined],
    ['lines=1-2', 10, undefined],
  ];
  for (const [header, size, range] of rows) {
    it(`${header ?? '(none)'} of ${size} bytes`, () =>
      assert.deepEqual(parseRange(header, size), range));
  }
});
