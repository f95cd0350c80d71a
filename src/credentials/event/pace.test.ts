// A thousand failed pulls cause only a handful of events.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FailureRecord, RingRecord } from '../failures/record.ts';
import { paceOf } from './pace.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const failureAt = (seconds: number, fields: Partial<FailureRecord> = {}): FailureRecord => ({
  at: new Date(start + seconds * 1000).toISOString(),
  program: 'credential-provider',
  wanted: '111122223333.dkr.ecr.us-west-2.amazonaws.com/app',
  code: 'HW0555',
  link: 'iam-policy',
  message: 'denied',
  fix: 'allow it',
  ...fields,
});

/** Lets failures happen one after the other. @returns what each event reported. */
function happen(failures: readonly FailureRecord[]): { count: number; again: boolean }[] {
  const ring: RingRecord[] = [];
  return failures.flatMap((failure) => {
    const { telling, events } = paceOf(failure, ring);
    ring.push({ ...failure, events });
    ring.splice(0, ring.length - 50);
    return telling === undefined ? [] : [{ count: telling.count, again: telling.again }];
  });
}

describe('the rate of events', () => {
  it('is one at once, then one in five minutes, which counts those in between', () => {
    const everyMinute = Array.from({ length: 11 }, (_, minute) => failureAt(minute * 60));
    assert.deepEqual(happen(everyMinute), [
      { count: 1, again: false },
      { count: 6, again: true },
      { count: 11, again: true },
    ]);
  });

  it('is one event for a thousand simultaneous failures', () =>
    assert.equal(happen(Array.from({ length: 1000 }, (_, n) => failureAt(n / 100))).length, 1));

  it('is limited for each registry, cause and service account, and for all of them together', () => {
    const [other, code, account] = [
      { wanted: 'public.ecr.aws/x/y' },
      { code: 'HW0557' },
      { serviceAccount: 'shop/cart' },
    ];
    const few = [{}, other, code, account].map((fields) => failureAt(0, fields));
    assert.equal(happen(few).length, 4);
    const many = Array.from({ length: 290 }, (_, n) => failureAt(n, { wanted: `${n}.example/x` }));
    assert.equal(happen(many).length, 10);
  });

  it('starts again when the API server has deleted the event', () => {
    const [, second] = happen([failureAt(0), failureAt(3_700)]);
    assert.deepEqual(second, { count: 1, again: false });
    assert.equal(happen([failureAt(0), failureAt(299)]).length, 1);
  });
});
