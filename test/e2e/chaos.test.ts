// A short run of chaos; `npm run chaos` is the long one.
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { rounds, runRound } from '../support/chaos/round.ts';

describe('a local AWS with kills, full disks, damage and races', () => {
  it('loses nothing that it acknowledged, and returns nothing else', { timeout: 180_000 }, () =>
    fc.assert(fc.asyncProperty(rounds, runRound), { numRuns: 8, seed: 10, endOnFailure: true }),
  );

  it('survives every kind of trouble once', { timeout: 120_000 }, () =>
    runRound([
      { kind: 'push', seeds: [1, 2, 3], size: 40_000 },
      { kind: 'kill', seeds: [4, 5, 6, 7], after: 25 },
      { kind: 'full', seeds: [8, 9], room: 30_000 },
      { kind: 'writers', seed: 10, count: 3, delay: 10 },
      { kind: 'clock', advance: '26h' },
      { kind: 'damage', which: 4, how: 0 },
      { kind: 'damage', which: 5, how: 1 },
      { kind: 'damage', which: 6, how: 2 },
      { kind: 'database', at: 20_000, how: 1 },
      { kind: 'database', at: 0, how: 3 },
      { kind: 'slow', seeds: [11] },
    ]),
  );
});
