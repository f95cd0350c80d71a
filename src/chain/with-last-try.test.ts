// What the kubelet last said makes causes likely, and none that what was seen rules out.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known } from './fact.ts';
import { prove } from './prove.ts';
import {
  codes as causesOf,
  document,
  image,
  pod,
  web,
  withRepositoryPolicy,
} from './testing/across-accounts.ts';
import type { World } from './world.ts';

/** A pod of one account that waits for an image of another one, which refused it with 403. */
function world(repositoryPolicy: object): World {
  const message = `Failed to pull image "${image}": failed to resolve reference "${image}": unexpected status from HEAD request to https://444455556666.dkr.ecr.us-east-1.amazonaws.com/v2/team/app/manifests/v1: 403 Forbidden`;
  const waiting = { reason: 'ErrImagePull', message };
  const containers = [{ name: 'app', image, imagePullPolicy: 'Always', waiting }];
  return {
    ...withRepositoryPolicy(document(repositoryPolicy)),
    pods: { 'default/web': known({ ...web, containers }) },
  };
}

describe('a pull that was refused, by a policy with a condition that nobody sees', () => {
  const allow = {
    Effect: 'Allow',
    Principal: '*',
    Action: 'ecr:*',
    Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
  };
  const codes = (policy: object): string[] => causesOf(prove(pod, world(policy)));

  it('is not put down to what the policy does not have', () => {
    const proof = prove(pod, world(allow));
    assert.equal(proof.verdict, 'unseen');
    const without = ['HW1301', 'HW1302', 'HW1303', 'HW1306', 'HW1307'];
    assert.deepEqual(
      without.filter((code) => codes(allow).includes(code)),
      [],
    );
    assert.ok(codes(allow).includes('HW1308'));
  });

  it('may be put down to another organization where the policy asks for one', () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
    const accounts = { '444455556666': absent };
    const proof = prove(pod, { ...world({ ...allow, Condition }), accounts });
    assert.ok(causesOf(proof).includes('HW1307'));
  });
});
