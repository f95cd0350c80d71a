// The lines of `hawser iam`: one JSON object in, one out.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerLint } from './lint-lines.ts';
import { evaluateLines } from './questions.ts';

const principal = 'arn:aws:iam::111122223333:role/node';
const arn = 'arn:aws:ecr:us-east-1:111122223333:repository/app';
const request = {
  principal,
  action: 'ecr:BatchGetImage',
  resource: { resource: arn, accountId: '111122223333' },
  context: {},
};
const doc = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = { Sid: 'A', Effect: 'Allow', Action: 'ecr:*', Resource: '*' };
const line = (more: object) => JSON.stringify({ id: 1, request, ...more });
const ask = (text: string) => evaluateLines().answer(text).answer;

describe('A line of evaluate', () => {
  it('is answered with its id', () => {
    assert.deepEqual(ask(line({ policies: { identity: [doc(allow)] } })), {
      id: 1,
      decision: 'allowed',
      deciding: [{ policyType: 'identity', index: 0, statement: 0, sid: 'A' }],
      missingContext: [],
    });
  });

  it('has null for a statement without a Sid', () => {
    const { deciding } = ask(line({ policies: { identity: [doc({ ...allow, Sid: undefined })] } }));
    assert.deepEqual(deciding, [{ policyType: 'identity', index: 0, statement: 0, sid: null }]);
  });

  it('keeps line and column of documents given as text', () => {
    const text = JSON.stringify(doc(allow), null, 2);
    const { deciding } = ask(line({ policies: { identity: [text] } }));
    assert.deepEqual(deciding, [
      { policyType: 'identity', index: 0, statement: 0, sid: 'A', line: 4, column: 5 },
    ]);
  });

  it("with a malformed policy gets AWS's code and text", () => {
    const bad = doc({ ...allow, Action: 'List' });
    assert.deepEqual(ask(line({ policies: { identity: [bad] } })).error, {
      code: 'MalformedPolicyDocument',
      message: 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    });
    assert.deepEqual(ask(line({ policies: { identity: [], resource: bad } })).error, {
      code: 'InvalidParameterException',
      message:
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
    });
  });

  it('that cannot be parsed gets an error, and the next one is answered', () => {
    const answerer = evaluateLines();
    const codes = ['nope', '[]', '{"id":7}', line({ policies: 3 }), line({})].map((text) => {
      const { id, error, decision } = answerer.answer(text).answer;
      return [id, (error as { code?: string } | undefined)?.code ?? decision];
    });
    assert.deepEqual(codes, [
      [null, 'InvalidInput'],
      [null, 'InvalidInput'],
      [7, 'InvalidInput'],
      [1, 'InvalidInput'],
      [1, 'implicitDeny'],
    ]);
  });

  it('with an unknown layer gets an error, since a Deny in it would be lost', () => {
    const misspelt = { identity: [doc(allow)], scp: [{ target: 'r', policies: [doc()] }] };
    const { error } = ask(line({ policies: misspelt }));
    assert.match((error as { message: string }).message, /no layer "scp".*scps/);
  });

  it('requires levels of SCPs and RCPs, not bare documents', () => {
    for (const scps of [[doc(allow)], {}, [5]]) {
      const { error } = ask(line({ policies: { identity: [doc(allow)], scps } }));
      assert.equal((error as { code: string } | undefined)?.code, 'InvalidInput');
    }
  });

  it('requires a principal and one action, in the forms that AWS accepts', () => {
    const wrong = [
      { ...request, principal: 'node' },
      { ...request, principal: '' },
      { ...request, principal: '1234' },
      { ...request, action: 'BatchGetImage' },
      { ...request, action: 'ecr:*' },
    ];
    const right = ['anonymous', '111122223333', 'ecs.amazonaws.com', 'accounts.google.com'];
    const decisionOf = (asked: object) => {
      const policies = { identity: [doc(allow)] };
      return ask(JSON.stringify({ request: asked, policies })).decision;
    };
    assert.deepEqual(wrong.map(decisionOf), [...wrong.map(() => undefined)]);
    assert.ok(right.every((one) => decisionOf({ ...request, principal: one }) !== undefined));
  });

  it('with a duplicate key in a policy gets a syntax error, as for a policy given as text', () => {
    const deny = '{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}';
    const document = `{"Version":"2012-10-17","Statement":${deny}}`;
    for (const identity of [document, JSON.stringify(document)]) {
      const { error } = ask(
        `{"request":${JSON.stringify(request)},"policies":{"identity":[${identity}]}}`,
      );
      assert.equal((error as { message: string }).message, 'Syntax errors in policy.');
    }
    const strange = { ...allow, Sid: undefined, Resource: 'arn:aws:ecr:*:*:repository/":{"' };
    assert.equal(ask(line({ policies: { identity: [doc(strange)] } })).error, undefined);
  });

  it('that is nested without limit is answered', () => {
    const deep = `{"identity":[${'['.repeat(50_000)}${']'.repeat(50_000)}]}`;
    const { error } = ask(`{"request":${JSON.stringify(request)},"policies":${deep}}`);
    assert.equal((error as { code: string }).code, 'InvalidInput');
  });

  it('may have its policies anywhere and in any form: only their text is cached', () => {
    const answerer = evaluateLines();
    const allowing = { identity: [doc(allow)] };
    const silent = { identity: [] };
    const tricky = { policies: '"policies": {}' };
    const texts = [
      line({ policies: allowing }),
      line({ policies: allowing }),
      line({ policies: silent }),
      JSON.stringify({ policies: allowing, id: 1, request }),
      JSON.stringify({ id: 1, policies: allowing, request }, null, 1).replaceAll('\n', ' '),
      JSON.stringify({ id: 1, request: { ...request, context: tricky }, policies: allowing }),
      JSON.stringify({ id: tricky, request, policies: silent }),
      JSON.stringify({ id: { policies: allowing }, request, policies: silent }),
      JSON.stringify({ id: { policies: allowing }, request }),
      `${line({ policies: allowing })}}`,
    ];
    assert.deepEqual(
      texts.map((text) => {
        const { decision, error } = answerer.answer(text).answer;
        return decision ?? (error as { code: string }).code;
      }),
      [
        'allowed',
        'allowed',
        'implicitDeny',
        'allowed',
        'allowed',
        'allowed',
        'implicitDeny',
        'implicitDeny',
        'implicitDeny',
        'InvalidInput',
      ],
    );
  });
});

describe('A line of lint', () => {
  it('lists findings', () => {
    const policy = doc({ ...allow, Action: 'ecr:Nope' });
    const { outcome, answer } = answerLint(JSON.stringify({ id: 5, kind: 'identity', policy }));
    assert.equal(outcome, 'denied');
    assert.deepEqual(
      (answer.findings as { code: string }[]).map(({ code }) => code),
      ['UNKNOWN_ECR_ACTION'],
    );
  });
});
