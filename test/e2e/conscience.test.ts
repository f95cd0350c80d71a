// What is said of a pull equals what happens, in random worlds. HAWSER_WORLDS sets how many of them are tried; by hand
// `npm run conscience -- --worlds 10000 --seed 7`.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tryHiddenKeys, tryNetworks, tryPods, tryRoles, type Verdicts } from '../conscience/run.ts';

const worlds = Number(process.env.HAWSER_WORLDS ?? 250);

/** The worlds are not too dull: each verdict comes up, and not by chance. */
function assertEach(counts: Verdicts, verdicts: readonly string[], least: number): void {
  for (const verdict of verdicts) {
    assert.ok((counts[verdict] ?? 0) >= least, `${verdict}: ${counts[verdict] ?? 0}`);
  }
}

describe('in any world, the prediction for a pull is what happens', () => {
  it('for roles and policies', async () => {
    assertEach(await tryRoles({ worlds }), ['holds', 'broken'], worlds / 10);
  });

  it('for policies with condition keys that are unseen', async () => {
    assertEach(await tryHiddenKeys({ worlds }), ['holds', 'broken', 'unseen'], worlds / 50);
  });

  it('for networks of a node, mended ones included', async () => {
    assertEach(await tryNetworks({ worlds }), ['holds', 'broken'], worlds / 20);
  });

  it('for pods with pull secrets on a node', async () => {
    const counts = await tryPods({ worlds: Math.ceil(worlds / 10) });
    assertEach(counts, ['holds', 'broken'], 1);
  });
});
