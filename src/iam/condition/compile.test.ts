// Conditions together, and their variables, from the IAM User Guide: "Variables and tags".
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compilePolicy } from '../compile.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { holds } from '../testing/condition.ts';
import type { ContextValues } from './context.ts';

describe('Several operators and keys', () => {
  it('must all match; keys are case-insensitive', () => {
    const statement = {
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: {
        StringEquals: { 'AWS:principaltag/Team': 'a', 'k:y': 'b' },
        Bool: { 'k:z': 'true' },
      },
    };
    const policy = compilePolicy({ Version: '2012-10-17', Statement: statement }, 'identity');
    const ask = (context: ContextValues) =>
      evaluate(
        {
          principal: 'arn:aws:iam::111122223333:role/Node',
          action: 'x:Y',
          resource: { resource: '*', accountId: '111122223333' },
          context,
        },
        { identity: [policy] },
      ).decision;
    const all = { 'aws:PrincipalTag/team': 'a', 'K:Y': 'b', 'k:z': 'true' };
    assert.equal(ask(all), 'allowed');
    for (const key of Object.keys(all)) {
      assert.equal(ask({ ...all, [key]: 'other' }), 'implicitDeny', key);
    }
  });
});

describe('Policy variables', () => {
  const tag = { 'aws:PrincipalTag/team': 'red' };

  it('are replaced, case-insensitively', () => {
    assert.ok(holds('StringEquals', 'k:y', '${AWS:principaltag/TEAM}', { ...tag, 'k:y': 'red' }));
    assert.ok(
      holds('ArnLike', 'k:y', 'arn:aws:s3:::${aws:PrincipalTag/team}*', {
        ...tag,
        'k:y': 'arn:aws:s3:::red-1',
      }),
    );
  });

  it('insert literal text: a star from a tag is not a wildcard', () => {
    const starred = { 'aws:PrincipalTag/team': '*' };
    assert.equal(
      holds('StringLike', 'k:y', '${aws:PrincipalTag/team}', { ...starred, 'k:y': 'red' }),
      false,
    );
    assert.ok(holds('StringLike', 'k:y', '${aws:PrincipalTag/team}', { ...starred, 'k:y': '*' }));
  });

  it('use their default', () => {
    const wanted = "${aws:PrincipalTag/team, 'company-wide'}";
    assert.ok(holds('StringEquals', 'k:y', wanted, { 'k:y': 'company-wide' }));
    assert.equal(holds('StringEquals', 'k:y', wanted, { ...tag, 'k:y': 'company-wide' }), false);
  });

  it('without a value match nothing, so that a negated operator holds', () => {
    assert.equal(holds('StringEquals', 'k:y', '${aws:PrincipalTag/team}', { 'k:y': 'x' }), false);
    assert.ok(holds('StringNotEquals', 'k:y', '${aws:PrincipalTag/team}', { 'k:y': 'x' }));
    assert.ok(holds('StringNotLike', 'k:y', '${aws:PrincipalTag/team}*', { 'k:y': 'x' }));
  });

  it('have no value when their key is multivalued, whether it has several values or one', () => {
    for (const values of [['a', 'b'], ['a'], 'a']) {
      const tagged = { 'aws:TagKeys': values, 'k:y': 'a' };
      assert.equal(holds('StringEquals', 'k:y', '${aws:TagKeys}', tagged), false);
      assert.ok(holds('StringNotEquals', 'k:y', '${AWS:tagkeys}', tagged));
    }
    const own = { 'my:list': ['a'], 'k:y': 'a' };
    assert.equal(holds('StringEquals', 'k:y', '${my:list}', own), false);
    assert.ok(holds('StringEquals', 'k:y', "${my:list, 'a'}", own));
  });

  it('escape *, ? and $', () => {
    assert.ok(holds('StringLike', 'k:y', 'a${*}b', { 'k:y': 'a*b' }));
    assert.equal(holds('StringLike', 'k:y', 'a${*}b', { 'k:y': 'axb' }), false);
    assert.ok(holds('StringLike', 'k:y', '${?}${$}', { 'k:y': '?$' }));
  });

  it('are plain text before version 2012-10-17', () => {
    const context = { ...tag, 'k:y': 'red' };
    assert.equal(
      holds('StringEquals', 'k:y', '${aws:PrincipalTag/team}', context, '2008-10-17'),
      false,
    );
    const literal = { 'k:y': '${aws:PrincipalTag/team}' };
    assert.ok(holds('StringEquals', 'k:y', '${aws:PrincipalTag/team}', literal, '2008-10-17'));
  });

  it('are not supported for numbers and dates, where they match nothing', () => {
    assert.equal(holds('NumericEquals', 'k:y', '${k:z}', { 'k:y': '1', 'k:z': '1' }), false);
  });
});
