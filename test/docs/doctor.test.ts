// Runs the examples of docs/doctor.md: each `text pasted` block against the `text likeliest` after it, and the `text fix` after that.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { madeFleet } from '../../bench/doctor/made-fleet.ts';
import { answerFleet } from '../../src/chain/fleet/answer-fleet.ts';
import { renderFleetText } from '../../src/report/fleet/text.ts';
import { plain } from '../../src/report/style.ts';
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

  it('shows a cause of many pulls as it is printed', () => {
    const [, shown = ''] = /^```text fleet\n([\s\S]*?)^```$/m.exec(page) ?? [];
    const answer = answerFleet(madeFleet({ pods: 400, nodes: 8, repositories: 40 }));
    assert.ok(shown !== '' && renderFleetText(answer, plain).includes(shown));
  });

  it('names the members of the JSON about many pulls', () => {
    const answer = answerFleet(madeFleet({ pods: 400, nodes: 8, repositories: 40 }));
    for (const member of [answer, answer.pulls[0], answer.groups[0], answer.needs[0]].flatMap(
      (one) => Object.keys(one ?? {}),
    )) {
      assert.ok(page.includes(`"${member}"`), member);
    }
  });
});
