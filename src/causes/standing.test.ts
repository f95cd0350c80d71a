import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causeOf } from './catalogue.ts';
import { allKnownCauses, type KnownCause, knownCauseOf } from './known.ts';
import { standingOf, survivorOf } from './standing.ts';

const known = (id: string): KnownCause => {
  const cause = knownCauseOf(id);
  assert.ok(cause !== undefined, id);
  return cause;
};

describe('how far Hawser comes with a cause', () => {
  it('is proven exactly where the chain proves it', () => {
    for (const cause of allKnownCauses()) {
      if (causeOf(cause.code) !== undefined) assert.equal(standingOf(cause), 'proven', cause.code);
    }
    assert.equal(standingOf(known('RPOL-01')), 'proven');
  });

  it('is not ours where the entry says whose it is, and named else', () => {
    assert.equal(standingOf(known('PTC-11')), 'not ours');
    assert.equal(standingOf(known('RT-09')), 'named');
  });

  it('is not said to be somebody else’s of what is proven', () => {
    for (const cause of allKnownCauses()) {
      if (cause.notOurs !== undefined) assert.notEqual(standingOf(cause), 'proven', cause.code);
    }
  });

  it('is that of the cause it was merged into', () => {
    const merged = allKnownCauses().filter(({ sameAs }) => sameAs !== undefined);
    assert.ok(merged.length > 0);
    for (const cause of merged) {
      const survivor = survivorOf(cause);
      assert.equal(survivorOf(survivor), survivor, `${cause.code} is merged into a merged cause`);
      assert.equal(standingOf(cause), standingOf(survivor));
    }
    assert.equal(survivorOf(known('LAYER-01')).catalogue, 'EPP-03');
  });
});
