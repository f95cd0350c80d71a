// The texts are AWS's; which document gets which is recorded in public tests of the IAM API
// (docs/fidelity.md). Rows without a Statement stand for a whole document.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  doc,
  fine,
  refusal,
  syntax,
  withAction,
  withCondition,
  withResource,
} from './testing/refusal.ts';
import { validatePolicyText } from './validate.ts';

const legacy = 'The policy failed legacy parsing';
const version = 'Policy document must be version 2012-10-17 or greater.';
const vendor = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';

const identity: readonly [string, unknown, string][] = [
  ['a good document', doc(fine), 'accepted'],
  ['a statement that is no list', { Version: '2012-10-17', Statement: fine }, 'accepted'],
  ['a null among resources', withResource(['arn:aws:s3:::b', null]), 'accepted'],
  ['empty Sids', doc({ ...fine, Sid: '' }, { ...fine, Sid: '' }), 'accepted'],
  ['what is not JSON', 'hello', syntax],
  ['a list', '[]', syntax],
  ['an unknown element', { ...doc(fine), Extra: 1 }, syntax],
  ['an unknown element in a statement', doc({ ...fine, Extra: 1 }), syntax],
  ['an unknown version', { ...doc(fine), Version: '2013-10-17' }, syntax],
  ['no statement', { Version: '2012-10-17', Statement: [] }, syntax],
  ['no Effect', doc({ ...fine, Effect: undefined }), syntax],
  ['an unknown Effect', doc({ ...fine, Effect: 'Maybe' }), syntax],
  ['Action and NotAction', doc({ ...fine, NotAction: [] }), syntax],
  ['Resource and NotResource', doc({ ...fine, NotResource: '*' }), syntax],
  ['an action that is no string', withAction([[]]), syntax],
  ['a condition that is no map', withCondition([]), syntax],
  ['an unknown operator', withCondition({ StringEqual: { a: 'b' } }), syntax],
  ['NullIfExists', withCondition({ NullIfExists: { a: 'true' } }), syntax],
  ['a Sid that is no string', doc({ ...fine, Sid: {} }), syntax],
  ['the same key twice', '{"Version":"2012-10-17","Version":"2012-10-17","Statement":[]}', syntax],
  ['no version', { Statement: fine }, version],
  ['the old version', { ...doc(fine), Version: '2008-10-17' }, version],
  ['the version before the case of Effect', { Statement: { ...fine, Effect: 'denY' } }, version],
  ['an Effect in another case', doc({ ...fine, Effect: 'allow' }), legacy],
  ['a date that is none', withCondition({ DateLessThan: { a: '234-13' } }), legacy],
  ['an epoch too large', withCondition({ DateLessThan: { a: '9223372036854775808' } }), legacy],
  ['an ARN with a part too few', withResource('arn:aws:s3::b'), legacy],
  ['an ARN without a service', withResource('arn:aws::::b'), legacy],
  [
    'two equal Sids',
    doc({ ...fine, Sid: 'a' }, { ...fine, Sid: 'a' }),
    'Statement IDs (SID) in a single policy must be unique.',
  ],
  ['no action', doc({ Effect: 'Allow', Resource: '*' }), 'Policy statement must contain actions.'],
  ['no actions in the list', withAction([]), 'Policy statement must contain actions.'],
  [
    'no resource',
    doc({ Effect: 'Allow', Action: '*' }),
    'Policy statement must contain resources.',
  ],
  ['an action without a service', withAction('List'), vendor],
  [
    'an action without a service and no resource',
    doc({ Effect: 'Allow', Action: 'List' }),
    'Policy statement must contain resources.',
  ],
  [
    'an action with two colons',
    withAction('s3:List:Bucket'),
    'Actions/Condition can contain only one colon.',
  ],
  ['a service with a space', withAction('a a:List'), 'Vendor a a is not valid'],
  [
    'a resource that is no ARN',
    withResource('bucket'),
    'Resource bucket must be in ARN format or "*".',
  ],
  [
    'the resource before the action',
    doc({ ...fine, Action: 'List', Resource: 'x' }),
    'Resource x must be in ARN format or "*".',
  ],
  [
    'an unknown partition',
    withResource('arn:error:s3:::b'),
    'Partition "error" is not valid for resource "arn:error:s3:::b".',
  ],
  [
    'an unknown partition, completed',
    withResource('a:b:c'),
    'Partition "b" is not valid for resource "arn:b:c:*:*:*".',
  ],
  [
    'no service',
    withResource('arn:aws'),
    'Resource vendor must be fully qualified and cannot contain regexes.',
  ],
  [
    'a wildcard service',
    withResource('arn:aws:*:::b'),
    'Resource vendor must be fully qualified and cannot contain regexes.',
  ],
  [
    'an IAM resource in a region',
    withResource('arn:aws:iam:us-east-1::user/a'),
    'IAM resource arn:aws:iam:us-east-1::user/a cannot contain region information.',
  ],
  [
    'an S3 bucket in a region',
    withResource('arn:aws:s3:us-east-1::b'),
    'Resource arn:aws:s3:us-east-1::b can not contain region information.',
  ],
  [
    'a principal',
    doc({ ...fine, Principal: '*' }),
    'Policy document should not specify a principal.',
  ],
];

describe('IAM refuses an identity policy with', () => {
  for (const [what, document, expected] of identity) {
    it(`${what}: ${expected}`, () => assert.equal(refusal(document, 'identity'), expected));
  }

  it('the path that an IAM resource must begin with', () => {
    assert.match(
      refusal(withResource('arn:aws:iam:::bucket'), 'identity'),
      /^IAM resource path must either be "\*", root, or start with user\/, federated-user\/, role\/.*access-report\/\.$/,
    );
  });

  it('the place where it went wrong', () => {
    const text = JSON.stringify(doc(fine, { ...fine, Action: 'List' }), null, 2);
    assert.throws(() => validatePolicyText(text, 'identity'), {
      code: 'MalformedPolicyDocument',
      line: 11,
      column: 17,
    });
  });
});
