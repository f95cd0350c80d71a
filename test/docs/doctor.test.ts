// Runs the examples of docs/doctor.md: each `text pasted` block against the `text likeliest` after it, and the `text fix` after that.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { diagnoseText } from '../../src/symptoms/diagnose-text.ts';

const page = readFileSync(new URL('../../docs/doctor.md', import.meta.url), 'utf8');
const example =
  /^```text pasted\n([\s\S]*?)^```\n\n```text likeliest\n([\s\S]*?)^```$(?:\n\n```text fix\n([\s\S]*?)^```$)?/gm;
const examples = [...page.matchAll(example)];

describe('docs/doctor.md', () => {
  it('has examples, ten of them from symptom to fix', () => {
    assert.ok(examples.length >= 13);
    assert.equal(examples.filter(([, , , fix]) => fix !== undefined).length, 10);
  });

  for (const [index, [, pasted = '', likeliest = '', fix]] of examples.entries()) {
    it(`example ${index + 1} is read as the page says`, () => {
      const expected = likeliest.trim().split('\n');
      const causes = diagnoseText(pasted).causes.slice(0, expected.length);
      assert.deepEqual(
        causes.map(({ catalogue, title }) => `${catalogue} ${title}`),
        expected,
      );
      if (fix !== undefined) assert.equal(causes[0]?.fix, fix.trim());
    });
  }
});
