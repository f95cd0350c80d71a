// The key of a repository: its state, ECR's grants, its policy.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, type Fact, known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import {
  codes,
  document,
  healthy,
  pod,
  key as repositoryKey,
  share,
  statusOf,
} from './testing/across-accounts.ts';
import type { KeyFacts, RepositoryFacts } from './world.ts';

const arn = 'arn:aws:kms:us-east-1:444455556666:key/1';
const repositoryArn = 'arn:aws:ecr:us-east-1:444455556666:repository/team/app';
const root = {
  Effect: 'Allow',
  Principal: { AWS: '444455556666' },
  Action: 'kms:*',
  Resource: '*',
};
const grant = {
  grantee: 'ecr.us-east-1.amazonaws.com',
  operations: ['GenerateDataKey', 'Decrypt'],
  context: { 'aws:ecr:arn': repositoryArn },
};
const sound: KeyFacts = {
  state: 'Enabled',
  isAwsManaged: false,
  origin: 'AWS_KMS',
  policy: known(document(root)),
  grants: known([grant]),
};

function proofOf(
  key: Fact<KeyFacts>,
  encryption: RepositoryFacts['encryption'] = { type: 'KMS', key: arn },
) {
  const repository: RepositoryFacts = {
    policy: known(document(share)),
    tags: known({}),
    imageTags: known(['v1']),
    ...(encryption === undefined ? {} : { encryption }),
  };
  return prove(pod, {
    ...healthy,
    repositories: { [repositoryKey]: known(repository) },
    keys: { [arn]: key },
  });
}
const withKey = (change: Partial<KeyFacts>) => proofOf(known({ ...sound, ...change }));

describe('the key of a repository', () => {
  it('that is in order lets the pull through', () => {
    assert.equal(withKey({}).verdict, 'holds');
    assert.equal(withKey({ isAwsManaged: true, policy: absent, grants: absent }).verdict, 'holds');
  });

  const states: readonly (readonly [Partial<KeyFacts>, string, RegExp])[] = [
    [
      { state: 'Disabled' },
      'HW1701',
      /^aws kms enable-key --region us-east-1 --key-id arn:aws:kms/,
    ],
    [
      { state: 'PendingDeletion' },
      'HW1702',
      /^aws kms cancel-key-deletion .* && aws kms enable-key/,
    ],
    [{ state: 'PendingImport' }, 'HW1704', /^$/],
    [{ state: 'Unavailable', origin: 'EXTERNAL_KEY_STORE' }, 'HW1704', /^$/],
  ];
  for (const [change, code, patch] of states) {
    it(`in state ${change.state} is ${code}`, () => {
      const proof = withKey(change);
      assert.deepEqual([proof.verdict, codes(proof)], ['broken', [code]]);
      assert.match(proof.causes[0]?.fix.patch ?? '', patch);
    });
  }

  it('that does not exist any more has taken the images along', () => {
    assert.deepEqual(codes(proofOf(absent)), ['HW1702']);
  });

  it('without a grant for this repository is of no use', () => {
    const other = { ...grant, context: { 'aws:ecr:arn': `${repositoryArn}2` } };
    const somebody = { ...grant, grantee: 'arn:aws:iam::444455556666:role/x', context: {} };
    for (const grants of [[], [other], [somebody], [{ ...grant, operations: ['DescribeKey'] }]]) {
      assert.deepEqual(codes(withKey({ grants: known(grants) })), ['HW1703']);
    }
  });

  it('with a Deny that does not spare services cannot be used; the fix spares ECR as it asks for this repository', () => {
    const deny = { Sid: 'No', Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' };
    const proof = withKey({ policy: known(document(root, deny)) });
    assert.deepEqual(codes(proof), ['HW1705']);
    const [change] = proof.causes[0]?.fix.changes ?? [];
    assert.ok(change?.kind === 'set-key-policy');
    assert.equal(withKey({ policy: known(JSON.stringify(change.document)) }).verdict, 'holds');
    assert.match(proof.causes[0]?.fix.risk ?? '', /everything else it denies stays denied/);
    const { Sid, ...denied } = deny;
    const ecr = 'ecr.us-east-1.amazonaws.com';
    assert.deepEqual((change.document as { Statement: object[] }).Statement.slice(-2), [
      {
        Sid,
        ...denied,
        Condition: { StringNotEqualsIfExists: { 'aws:PrincipalServiceName': ecr } },
      },
      {
        ...denied,
        Condition: {
          StringNotEquals: { 'kms:EncryptionContext:aws:ecr:arn': repositoryArn },
          StringEquals: { 'aws:PrincipalServiceName': ecr },
        },
      },
    ]);
  });

  it('with a Deny for others may be used; under a condition that nobody sees it is unseen', () => {
    const deny = { Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' };
    const notOurs = {
      StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    };
    assert.equal(
      withKey({ policy: known(document(root, { ...deny, Condition: notOurs })) }).verdict,
      'holds',
    );
    const Condition = { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } };
    const proof = withKey({ policy: known(document(root, { ...deny, Condition })) });
    assert.deepEqual([proof.verdict, codes(proof)], ['unseen', []]);
    assert.match(JSON.stringify(proof.needs), /aws:SourceVpce of ECR's requests to KMS/);
  });

  it('is never guessed', () => {
    const hidden = unseen('x', 'kms:…');
    const proofs = [proofOf(hidden), withKey({ grants: hidden }), withKey({ policy: hidden })];
    for (const proof of proofs) {
      assert.deepEqual(
        [proof.verdict, statusOf(proof, 'kms'), codes(proof)],
        ['unseen', 'unseen', []],
      );
    }
  });
});
