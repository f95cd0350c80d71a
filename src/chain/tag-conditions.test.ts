// A grant under a condition on tags: the repository is tagged as it asks, or the fix says that it passes a guard by.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { known } from './fact.ts';
import { prove } from './prove.ts';
import { actions, allow, key, pull, role, text, world } from './testing/one-account.ts';

const variable = '${aws:PrincipalTag/team}';

function causeFor(
  Condition: object,
  tags: Record<string, string>,
  tagged?: Record<string, string>,
) {
  const token = { ...allow, Action: actions.slice(0, 1) };
  const base = world([text(token, { Sid: 'Team', ...allow, Action: 'ecr:*', Condition })]);
  const own = base.roles[role];
  const repository = base.repositories[key];
  assert.ok(own?.state === 'known' && repository?.state === 'known');
  return prove(pull, {
    ...base,
    roles: { [role]: known({ ...own.value, tags }) },
    repositories: { [key]: known({ ...repository.value, tags: known(tagged ?? {}) }) },
  });
}

function fixOf(Condition: object, tags: Record<string, string>) {
  const [cause] = causeFor(Condition, tags).causes;
  assert.equal(cause?.code, 'HW0712');
  return cause.fix;
}

const equals = (name: string, value: string) => ({ StringEquals: { [name]: value } });

describe('A grant for repositories with a tag', () => {
  const conditions: readonly (readonly [string, object, Record<string, string>])[] = [
    ['of that value', equals('ecr:ResourceTag/team', 'red'), {}],
    ["of the value of the role's own", equals('ecr:ResourceTag/team', variable), { team: 'red' }],
    ['whatever the case of its key', equals('aws:ResourceTag/team', variable), { Team: 'red' }],
    [
      'and for roles with one that the role has',
      { StringEquals: { 'aws:ResourceTag/team': 'red', 'aws:PrincipalTag/job': 'node' } },
      { job: 'node' },
    ],
  ];
  for (const [what, condition, tags] of conditions) {
    it(`asks for the tag: ${what}`, () => {
      const { patch = '', risk = '' } = fixOf(condition, tags);
      assert.match(patch, /^aws ecr tag-resource .*team.*red/);
      assert.match(risk, /Tags may decide what others may do/);
      assert.equal(causeFor(condition, tags, { team: 'red' }).verdict, 'holds');
    });
  }

  const guarded: readonly (readonly [string, object, Record<string, string>])[] = [
    ['of the value of a tag that the role lacks', equals('ecr:ResourceTag/team', variable), {}],
    [
      'of the value of a variable that the role has not',
      equals('ecr:ResourceTag/team', '${aws:username}'),
      {},
    ],
    ['like a pattern', { StringLike: { 'ecr:ResourceTag/team': 'r*' } }, {}],
    ['for roles with another', equals('aws:PrincipalTag/job', 'ci'), { job: 'node' }],
  ];
  for (const [what, condition, tags] of guarded) {
    it(`says that what it grants passes the condition by: ${what}`, () => {
      const { text: words, patch = '', risk = '' } = fixOf(condition, tags);
      assert.match(patch, /^aws iam put-role-policy /);
      assert.match(
        words,
        /^Tag the role and the repository as "Team" of p0 asks\. Or pass the condition by: Grant /,
      );
      assert.match(risk, /as a guard: what is granted lets node pull from team\/app whatever tags/);
    });
  }
});
