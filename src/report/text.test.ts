import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Proof } from '../chain/proof.ts';
import { colourful, plain, styleOf } from './style.ts';
import { renderText } from './text.ts';

const proof: Proof = {
  verdict: 'broken',
  links: [
    { link: 'image-reference', status: 'holds', fact: 'team/app' },
    { link: 'pod-spec', status: 'skipped', fact: 'no pod' },
    { link: 'iam-policy', status: 'broken', fact: 'statement 2 denies it' },
    { link: 'layers', status: 'unseen', fact: 'not seen: layers' },
  ],
  causes: [
    {
      code: 'HW0708',
      catalogue: 'IAM-08',
      link: 'iam-policy',
      title: 'a policy of the role denies the pull explicitly',
      confidence: 1,
      deciding: {
        text: '"KeepOut" of policy p denies it',
        message: 'User: … with an explicit deny in an identity-based policy',
        statement: {
          policyType: 'identity',
          index: 0,
          statement: 1,
          sid: 'KeepOut',
          line: 7,
          column: 3,
        },
      },
      fix: { text: 'Remove it.', patch: 'aws iam …', account: '111122223333' },
      docs: 'docs/causes.md#hw0708',
    },
  ],
  needs: [{ fact: 'layers', permission: 'ecr:BatchCheckLayerAvailability' }],
};

describe('a proof as text', () => {
  it('has a line for each link, then causes, then unseen facts, then the verdict', () => {
    assert.equal(
      renderText('pod web', proof, plain),
      [
        'pod web',
        '  ✓ image-reference  team/app',
        '  · pod-spec         no pod',
        '  × iam-policy       statement 2 denies it',
        '  ? layers           not seen: layers',
        '',
        '  HW0708 a policy of the role denies the pull explicitly',
        '    because   "KeepOut" of policy p denies it',
        '    statement 2 "KeepOut", line 7',
        '    predicted User: … with an explicit deny in an identity-based policy',
        '    fix       Remove it.',
        '    run       # as account 111122223333',
        '      aws iam …',
        '    more      docs/causes.md#hw0708',
        '',
        '  Not seen:',
        '    layers needs ecr:BatchCheckLayerAvailability',
        '',
        '  The pull fails: one link is broken.',
        '',
      ].join('\n'),
    );
  });

  it('counts a pull Secret and the way of the node that it stands in for as one thing to mend', () => {
    const links = ['pod-spec', 'iam-policy', 'repository-policy', 'image'] as const;
    const verdictOf = (broken: readonly string[], code: string) => {
      const all = links.map((link) => {
        const status = broken.includes(link) ? ('broken' as const) : ('holds' as const);
        return { link, status, fact: '' };
      });
      const causes = proof.causes.map((cause) => ({ ...cause, code }));
      return renderText('pod web', { ...proof, links: all, causes, needs: [] }, plain)
        .trimEnd()
        .split('\n')
        .at(-1);
    };
    assert.equal(
      verdictOf(['pod-spec', 'iam-policy'], 'HW0205'),
      '  The pull fails: 2 links are broken. The pull needs one working way to log in: mend pod-spec, or mend iam-policy.',
    );
    assert.equal(
      verdictOf(links, 'HW0203'),
      '  The pull fails: 4 links are broken. The pull needs one working way to log in: mend pod-spec, or mend iam-policy and repository-policy. Mend image as well.',
    );
    assert.equal(
      verdictOf(['pod-spec', 'iam-policy'], 'HW0201'),
      '  The pull fails: 2 links are broken.',
    );
  });

  it('shows the likeliest of several causes in full, and the others by code', () => {
    const causes = proof.causes.flatMap((cause) =>
      [0.4, 0.2, 0.1, 0.09, 0.08, 0.07].map((confidence, index) => ({
        ...cause,
        code: `HW070${index}`,
        confidence,
      })),
    );
    const text = renderText('events', { ...proof, causes }, plain);
    assert.match(text, /HW0700 a policy of the role denies the pull explicitly \(40 %\)/);
    assert.match(text, /Less likely: HW0705 \(/);
    assert.match(text, /What would tell them apart:/);
    assert.match(text, /most likely because a policy of the role denies the pull explicitly\./);
    assert.doesNotMatch(text, /because {3}/);
  });

  it('has the same content in colour', () => {
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    const coloured = renderText('pod web', proof, colourful);
    assert.notEqual(coloured, renderText('pod web', proof, plain));
    assert.equal(coloured.replace(escapes, ''), renderText('pod web', proof, plain));
  });

  it('is coloured for a terminal only, and not if NO_COLOR is set', () => {
    assert.equal(styleOf({ isTTY: true }, {}), colourful);
    assert.equal(styleOf({ isTTY: true }, { NO_COLOR: '1' }), plain);
    assert.equal(styleOf({}, {}), plain);
  });
});
