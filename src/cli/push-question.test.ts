// The builds that may be named as who pushes, and what is said of others.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pushQuestion } from './push-question.ts';
import { UsageError } from './usage-error.ts';

const image = '444455556666.dkr.ecr.us-east-1.amazonaws.com/app:v1';
const as = 'arn:aws:iam::444455556666:role/push';
const of = (from: string) => pushQuestion(image, { as, from, profile: [] });

describe('a build that pushes', () => {
  it('is named by the subject of its token', () => {
    const question = of('github:acme/app:ref:refs/heads/main');
    assert.ok(question !== undefined && 'push' in question);
    assert.equal(question.push?.token?.subject, 'repo:acme/app:ref:refs/heads/main');
  });

  it('is one: a pattern is refused', () => {
    assert.throws(
      () => of('github:acme/app:ref:refs/heads/*'),
      (error) => error instanceof UsageError && /names many runs/.test(error.message),
    );
  });

  it('is of a CI system that is known', () => {
    assert.throws(
      () => of('bitbucket:acme/app'),
      (error) => error instanceof UsageError && /"bitbucket" are not known/.test(error.message),
    );
    assert.equal(of('serviceaccount/flux'), undefined);
  });
});
