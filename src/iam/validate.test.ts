// The texts are AWS's; which document gets which is recorded in public tests of the IAM API
// (docs/fidelity.md).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { doc, fine, type Kind, refusal, syntax } from './testing/refusal.ts';

const assume = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' };
const trustText = 'AssumeRole policy may only specify STS AssumeRole actions.';

const others: readonly [Kind, string, unknown, string][] = [
  ['trust', 'a good document', doc(assume), 'accepted'],
  ['trust', 'no JSON', '{"Version": "2012-10-17",}', 'This policy contains invalid Json'],
  ['trust', 'an unknown element', { ...doc(assume), Extra: 1 }, syntax],
  ['trust', 'a resource', doc({ ...assume, Resource: '*' }), 'Has prohibited field Resource'],
  ['trust', 'an action of another service', doc({ ...assume, Action: 's3:GetObject' }), trustText],
  [
    'trust',
    'no principal',
    doc({ ...assume, Principal: undefined }),
    'Missing required field Principal',
  ],
  [
    'trust',
    'a wildcard in a principal',
    doc({ ...assume, Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } }),
    'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:role/*"',
  ],
  [
    'resource',
    'the old version',
    { ...doc({ ...fine, Principal: '*' }), Version: '2008-10-17' },
    'accepted',
  ],
  [
    'resource',
    'a group as principal',
    doc({ ...fine, Principal: { AWS: 'arn:aws:iam::111122223333:group/g' } }),
    'Invalid principal in policy: "AWS":"arn:aws:iam::111122223333:group/g"',
  ],
];

describe('Other kinds of policy', () => {
  for (const [kind, what, document, expected] of others) {
    it(`${kind} with ${what}: ${expected}`, () => assert.equal(refusal(document, kind), expected));
  }
});

const pull = { Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' };
const repositoryText =
  "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'";
const ecr: readonly [string, unknown, string][] = [
  ['a good document', doc(pull), 'accepted'],
  ['the old version', { ...doc(pull), Version: '2008-10-17' }, 'accepted'],
  ['what is not JSON', '{', repositoryText],
  ['a resource', doc({ ...pull, Resource: '*' }), repositoryText],
  ['no principal', doc({ ...pull, Principal: undefined }), repositoryText],
  ['a principal of no known form', doc({ ...pull, Principal: { AWS: 'ann' } }), repositoryText],
];

describe('ECR and Organizations have one text each', () => {
  for (const [what, document, expected] of ecr) {
    it(`repository policy with ${what}`, () =>
      assert.equal(refusal(document, 'ecr-repository'), expected));
  }

  it('registry policy', () => {
    assert.match(refusal(doc(pull), 'ecr-registry'), /'Invalid registry policy provided'$/);
    const good = {
      ...pull,
      Action: 'ecr:ReplicateImage',
      Resource: 'arn:aws:ecr:us-east-1:111122223333:repository/*',
    };
    assert.equal(refusal(doc(good), 'ecr-registry'), 'accepted');
  });

  it('service control policy', () => {
    assert.equal(
      refusal(doc({ ...fine, Action: 'List' }), 'scp'),
      'The provided policy document does not meet the requirements of the specified policy type.',
    );
  });
});

describe('Any text', () => {
  const kinds: readonly Kind[] = ['identity', 'trust', 'resource', 'scp', 'ecr-repository'];
  const word = fc.constantFrom(
    '*',
    'arn:aws:s3:::b',
    'Allow',
    's3:Get*',
    '${a}',
    '',
    'Effect',
    'Action',
    'Resource',
    'Statement',
    'Version',
    '2012-10-17',
    'Condition',
    'StringLike',
    'Principal',
    'AWS',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      word,
      fc.constantFrom(true, null, 1),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(word, tie('tree'), { maxKeys: 5 }),
    ),
  }));

  it('is accepted or refused by a PolicyError', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          tree.map((value) => JSON.stringify(value)),
        ),
        fc.constantFrom(...kinds),
        (text, kind) => {
          refusal(text, kind);
        },
      ),
      { numRuns: 5000 },
    );
  });
});
