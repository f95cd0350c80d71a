import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatGoDuration, parseGoDuration } from './go-duration.ts';

describe('Go durations', () => {
  const rows: [string, number | undefined][] = [
    ['12h', 43_200_000],
    ['12h0m0s', 43_200_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1500],
    ['-1s', -1000],
    ['0s', 0],
    ['0', 0],
    ['', undefined],
    ['12', undefined],
    ['12 h', undefined],
    ['h', undefined],
  ];
  for (const [text, ms] of rows) {
    it(`${JSON.stringify(text)} is ${ms} ms`, () => assert.equal(parseGoDuration(text), ms));
  }

  const texts: [number, string][] = [
    [0, '0s'],
    [393, '393ms'],
    [1500, '1.5s'],
    [61_000, '1m1s'],
    [43_200_000, '12h0m0s'],
    [-1000, '-1s'],
  ];
  for (const [ms, text] of texts) {
    it(`${ms} ms is printed ${text}`, () => assert.equal(formatGoDuration(ms), text));
  }

  it('are the same after printing and parsing', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (ms) => {
        assert.ok(Math.abs((parseGoDuration(formatGoDuration(ms)) ?? Number.NaN) - ms) < 1e-3);
      }),
    );
  });
});
