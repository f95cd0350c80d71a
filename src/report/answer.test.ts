import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnoseText } from '../symptoms/diagnose-text.ts';
import { answerToText } from './answer.ts';

const host = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const failed = (image: string) =>
  `Failed to pull image "${image}": failed to resolve reference "${image}":`;

describe('the answer to a text', () => {
  it('has the members documented for -o json, and no others', () => {
    const answer = answerToText(diagnoseText(`${failed(`${host}/app:v1`)} 403 Forbidden`));
    assert.deepEqual(Object.keys(answer), ['verdict', 'links', 'causes', 'needs']);
    const [cause] = answer.causes;
    assert.ok(cause !== undefined);
    assert.deepEqual(Object.keys(cause), [
      'code',
      'catalogue',
      'link',
      'confidence',
      'title',
      'deciding',
      'fix',
      'docs',
    ]);
    assert.match(cause.deciding.text, /403 Forbidden/);
  });

  it('has one broken link for each image that failed; links that may be broken are unseen', () => {
    const { verdict, links } = answerToText(
      diagnoseText(
        `${failed(`${host}/app:v1`)} ${host}/app:v1: not found\n${failed(`${host}/web:v2`)} no match for platform in manifest: not found`,
      ),
    );
    assert.equal(verdict, 'broken');
    const broken = links.filter(({ status }) => status === 'broken');
    assert.deepEqual(
      broken.map(({ link }) => link),
      ['image', 'platform'],
    );
    for (const { status, fact } of links.filter((link) => !broken.includes(link))) {
      assert.equal(status, 'unseen');
      assert.match(fact, /^may be broken: /);
    }
  });

  it('never has the verdict holds', () => {
    for (const text of ['Successfully pulled image "x" in 2s', 'Scheduled: assigned default/web']) {
      const { verdict, links, causes, needs } = answerToText(diagnoseText(text));
      assert.deepEqual([verdict, links, causes], ['unseen', [], []]);
      assert.ok(needs.length > 0);
    }
  });
});
