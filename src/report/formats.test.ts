import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { assertSarif } from '../../test/support/sarif.ts';
import type { CauseFound, Proof } from '../chain/proof.ts';
import { renderGithub } from './github.ts';
import { renderJunit } from './junit.ts';
import { renderMarkdown } from './markdown.ts';
import { renderSarif } from './sarif.ts';

const cause: CauseFound = {
  code: 'HW0708',
  catalogue: 'IAM-08',
  link: 'iam-policy',
  title: 'a policy of the role denies the pull explicitly',
  confidence: 1,
  deciding: { text: '"KeepOut" of policy <p> denies it', message: 'with an explicit deny' },
  fix: { text: 'Remove it.', patch: 'aws iam delete-role-policy --role-name node' },
  docs: 'docs/causes.md#hw0708',
};
const proof: Proof = {
  verdict: 'broken',
  links: [
    { link: 'image-reference', status: 'holds', fact: 'team/app' },
    { link: 'pod-spec', status: 'skipped', fact: 'no pod' },
    { link: 'iam-policy', status: 'broken', fact: 'statement 2 | denies it' },
    { link: 'layers', status: 'unseen', fact: 'not seen: layers' },
  ],
  causes: [cause],
  needs: [{ fact: 'layers', permission: 'ecr:BatchCheckLayerAvailability' }],
};

describe('a proof as JUnit report', () => {
  it('has a case for each link, which fails, has an error or is skipped as the link does', () => {
    assert.equal(
      renderJunit('pod web', proof),
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="hawser doctor">
<testsuite name="pod web" tests="4" failures="1" errors="1" skipped="1">
<testcase classname="pod web" name="image-reference"/>
<testcase classname="pod web" name="pod-spec">
<skipped message="no pod"/>
</testcase>
<testcase classname="pod web" name="iam-policy">
<failure type="HW0708" message="a policy of the role denies the pull explicitly">&quot;KeepOut&quot; of policy &lt;p&gt; denies it&#10;with an explicit deny&#10;Remove it.&#10;aws iam delete-role-policy --role-name node&#10;docs/causes.md#hw0708</failure>
</testcase>
<testcase classname="pod web" name="layers">
<error type="unseen" message="not seen: layers"/>
</testcase>
<system-out>layers: needs ecr:BatchCheckLayerAvailability</system-out>
</testsuite>
</testsuites>
`,
    );
  });

  it('is well-formed whatever a text contains', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const xml = renderJunit(text, { ...proof, causes: [{ ...cause, title: text }] });
        const bare = xml.replaceAll(/<[^<>]*>/g, '');
        assert.doesNotMatch(bare, /[<>]|&(?!(?:amp|lt|gt|quot|#10|#13|#35);)/);
        assert.ok([...xml].every((letter) => letter >= ' ' || '\t\n\r'.includes(letter)));
      }),
    );
  });
});

describe('a proof as SARIF', () => {
  it('is valid against the schema of the standard, also with two causes under one rule, and with none', () => {
    const twice = [cause, { ...cause, deciding: { text: 'another statement denies it' } }];
    for (const causes of [[cause], twice, []]) {
      assertSarif(renderSarif('pod <web>', { ...proof, causes }, '1.2.3'));
    }
    const { runs } = JSON.parse(renderSarif('pod web', { ...proof, causes: twice }, '1.2.3'));
    assert.deepEqual(
      runs[0].results.map(({ ruleIndex }: { ruleIndex: number }) => ruleIndex),
      [0, 0],
    );
    assert.throws(() => assertSarif('{"version":"2.1.0","runs":[{"tool":{}}]}'));
  });

  it('has a result for each cause under its own rule, and a notification of unseen facts', () => {
    const { version, runs } = JSON.parse(renderSarif('pod web', proof, '1.2.3'));
    const [{ tool, results, invocations }] = runs;
    assert.equal(version, '2.1.0');
    assert.equal(tool.driver.version, '1.2.3');
    assert.deepEqual(
      results.map(({ ruleId, ruleIndex, level }: Record<string, unknown>) => [
        ruleId,
        ruleIndex,
        level,
      ]),
      [['HW0708', 0, 'error']],
    );
    assert.equal(tool.driver.rules[0].id, 'HW0708');
    assert.match(results[0].message.text, /Fix: Remove it\.\nRun: aws iam/);
    assert.match(invocations[0].toolExecutionNotifications[0].message.text, /not seen: layers/);
  });
});

describe('a proof as Markdown', () => {
  it('has a table of the links, the causes with their commands, and the unseen facts', () => {
    const text = renderMarkdown('pod web', proof);
    assert.match(text, /^### pod web\n\n\*\*The pull fails\.\*\*\n/);
    assert.match(text, /\| ❌ \| iam-policy \| statement 2 \\\| denies it \|/);
    assert.match(text, /#### HW0708: a policy of the role denies the pull explicitly\n/);
    assert.match(text, /```sh\naws iam delete-role-policy --role-name node\n```/);
    assert.match(text, /\*\*Not seen\*\*\n\n- layers: needs ecr:BatchCheckLayerAvailability\n/);
  });

  it('escapes markup in a text', () => {
    const text = renderMarkdown('<script>', {
      ...proof,
      causes: [{ ...cause, title: '[x](y) `z`' }],
    });
    assert.match(text, /^### \\<script\\>/);
    assert.match(text, /\\\[x\\\]\(y\) \\`z\\`/);
  });
});

describe('the words of others in a report', () => {
  it('begin no line of a JUnit report, and are no command to a runner of CI', () => {
    const words = 'foo\n::error::x ##[error]y';
    const xml = renderJunit(words, {
      ...proof,
      causes: [{ ...cause, deciding: { text: words } }],
      needs: [{ fact: words, permission: words }],
    });
    assert.doesNotMatch(xml, /^\s*::|##/m);
    assert.match(xml, /foo&#10;::error::x #&#35;\[error\]y/);
  });

  it('notify nobody in Markdown, and keep digests', () => {
    const text = renderMarkdown('team/app@sha256:00 by @octocat', proof);
    assert.match(text, /^### team\/app@sha256:00 by @&#8203;octocat\n/);
  });
});

describe('the risk of a fix', () => {
  const risky = {
    ...proof,
    causes: [{ ...cause, fix: { ...cause.fix, risk: 'Others lose it.' } }],
  };

  it('is included in every format', () => {
    const reports = {
      junit: renderJunit('pod web', risky),
      markdown: renderMarkdown('pod web', risky),
      sarif: renderSarif('pod web', risky, '1.2.3'),
    };
    for (const [format, report] of Object.entries(reports)) {
      assert.match(report, /Others lose it\./, format);
    }
  });
});

describe('a proof as annotations of GitHub', () => {
  it('has an error for each cause, on one line whatever a text contains', () => {
    const title = 'pod 100%\nweb';
    assert.equal(
      renderGithub(title, proof),
      '::error title=HW0708 a policy of the role denies the pull explicitly::pod 100%25%0Aweb: "KeepOut" of policy <p> denies it%0AFix: Remove it.%0ARun: aws iam delete-role-policy --role-name node\n',
    );
  });

  it('warns of what is only likely and of unseen facts, and has a notice for a pull that works', () => {
    const likely = {
      ...proof,
      verdict: 'unseen' as const,
      causes: [{ ...cause, confidence: 0.4 }],
    };
    const lines = renderGithub('a:b,c', likely).split('\n');
    assert.match(lines[0] ?? '', /^::warning title=HW0708 /);
    assert.equal(
      lines[1],
      '::warning title=a%3Ab%2Cc%3A cannot tell::layers: needs ecr:BatchCheckLayerAvailability',
    );
    assert.match(
      renderGithub('web', { ...proof, verdict: 'holds', causes: [] }),
      /^::notice title=web::/,
    );
  });
});
