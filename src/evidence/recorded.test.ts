// Bundles that hawser collect wrote, recorded by scripts/record-bundles.ts: they say what they said then.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, it } from 'node:test';
import { diagnoseBundle } from './bundle.ts';

const folder = 'test/fixtures/bundles';
const names = globSync(`${folder}/*.proof.json`).map((path) => basename(path, '.proof.json'));

describe('a recorded bundle', () => {
  it('is there for several links, and for a pull that works', () => {
    assert.deepEqual(names.toSorted(), [
      'HW0402',
      'HW0601',
      'HW0701',
      'HW0703',
      'HW1201',
      'HW1301',
      'HW1501',
      'holds',
    ]);
  });

  for (const name of names) {
    it(`of ${name} is proven as it was`, async () => {
      const { proof } = await diagnoseBundle(`${folder}/${name}.json`, undefined);
      const recorded: unknown = JSON.parse(readFileSync(`${folder}/${name}.proof.json`, 'utf8'));
      assert.deepEqual(JSON.parse(JSON.stringify(proof)), recorded);
      assert.equal(proof.causes[0]?.code ?? proof.verdict, name);
    });
  }

  it('answers the question that it was made for, and no other', async () => {
    const question = { pod: 'web', namespace: 'default' };
    const { pull } = await diagnoseBundle(`${folder}/HW1301.json`, question);
    assert.deepEqual(pull, { kind: 'pod', namespace: 'default', pod: 'web', container: 'app' });
    await assert.rejects(
      diagnoseBundle(`${folder}/HW1301.json`, { pod: 'api', namespace: 'default' }),
      { code: 'NOT_IN_BUNDLE', hint: 'It knows of pod default/web.' },
    );
  });
});
