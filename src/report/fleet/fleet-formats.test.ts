import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { assertSarif } from '../../../test/support/sarif.ts';
import { answerFleet } from '../../chain/fleet/answer-fleet.ts';
import { fleets } from '../../chain/fleet/testing/random-fleet.ts';
import { plain } from '../style.ts';
import { renderFleetGithub } from './github.ts';
import { renderFleetJunit } from './junit.ts';
import { renderFleetMarkdown } from './markdown.ts';
import { renderFleetSarif } from './sarif.ts';
import { renderFleetText } from './text.ts';

const answers = fleets.map(answerFleet);
const runs = { numRuns: 60 };

describe('an answer about many pulls', () => {
  it('as SARIF is valid, with a result for each cause of each pull', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const text = renderFleetSarif(answer, '1.2.3');
        assertSarif(text);
        const { results } = JSON.parse(text).runs[0];
        assert.equal(results.length, answer.pulls.flatMap(({ causes }) => causes).length);
      }),
      runs,
    );
  });

  it('as a JUnit report has a case for each pull, which fails or has an error as the pull does', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const xml = renderFleetJunit(answer);
        const count = (element: string): number => xml.split(`<${element}`).length - 1;
        const verdicts = (verdict: string): number =>
          answer.pulls.filter((pull) => pull.verdict === verdict).length;
        assert.deepEqual(
          [count('testcase '), count('failure '), count('error ')],
          [answer.pulls.length, verdicts('broken'), verdicts('unseen')],
        );
      }),
      runs,
    );
  });

  it('as annotations has one for each cause, an error where pulls fail now', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const lines = renderFleetGithub(answer).trimEnd().split('\n');
        for (const line of lines) assert.match(line, /^::(error|warning|notice) title=[^:,]+::/);
        for (const { code, now, confidence } of answer.groups) {
          const level = now > 0 && confidence === 1 ? 'error' : 'warning';
          assert.ok(lines.some((line) => line.startsWith(`::${level} title=${code} `)));
        }
      }),
      runs,
    );
  });

  it('as text and Markdown names each cause with its size and fix', () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const text = renderFleetText(answer, plain);
        const markdown = renderFleetMarkdown(answer);
        for (const { code, title, pulls } of answer.groups) {
          assert.ok(text.includes(`  ${code} ${title}`));
          assert.match(text, new RegExp(`affects {3}${pulls} pulls? of \\d+ workload`));
          assert.ok(markdown.includes(`#### ${code}: `));
        }
      }),
      runs,
    );
  });
});
