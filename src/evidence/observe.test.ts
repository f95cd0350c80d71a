// What would show something that could not be looked at: the permission, unless the caller has it and it does not help.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unseen } from '../chain/fact.ts';
import { observe } from './observe.ts';

const look = {
  fact: 'image team/app:v1',
  permission: 'ecr:BatchGetImage on team/app',
  absentOn: [],
};
const failing = (name: string, message: string) =>
  observe(look, async () => {
    throw Object.assign(new Error(message), { name });
  });

describe('A look that failed', () => {
  it('is shown by the permission where the caller was refused', async () => {
    const fact = await failing('AccessDeniedException', 'User: … is not authorized');
    assert.deepEqual(fact, unseen(look.fact, look.permission));
  });

  it('says why, where it is not known what the caller lacks', async () => {
    const fact = await failing('ServerException', 'try again');
    assert.deepEqual(fact, unseen(look.fact, `${look.permission} (ServerException: try again)`));
  });

  for (const [name, lacks] of [
    ['KmsError', 'a KMS key of the repository that ECR can use'],
    ['KmsException', 'a KMS key of the repository that ECR can use'],
    ['UpstreamAccessDenied', 'an upstream that lets the registry in and answers'],
    ['UpstreamUnavailable', 'an upstream that lets the registry in and answers'],
  ] as const) {
    it(`asks for no permission where another thing is lacking: ${name}`, async () => {
      const fact = await failing(name, 'key … is disabled');
      assert.deepEqual(fact, unseen(look.fact, `${lacks} (${name}: key … is disabled)`));
    });
  }
});
