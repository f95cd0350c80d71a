import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known } from './fact.ts';
import { prove } from './prove.ts';
import {
  account,
  image,
  key,
  pull,
  role,
  text,
  withContainer,
  withPod,
  world,
} from './testing/one-account.ts';
import type { World } from './world.ts';

describe('a fix', () => {
  const missing = (change: Partial<World>): World => ({ ...world(), ...change });
  const gone = { [`${key}:v1`]: absent };
  const owner = { kind: 'Deployment', name: 'web', hasEarlierRevision: true };

  it('goes back to what ran before, where a Deployment brought a tag that is not there', () => {
    const [cause] = prove(pull, { ...withPod({ owner }), images: gone }).causes;
    assert.equal(cause?.code, 'HW1501');
    assert.equal(cause?.fix.patch, 'kubectl --namespace default rollout undo deployment/web');
  });

  it('names a tag like the missing one only if its image runs on the node, in the owner of the pod', () => {
    const tags = ['a1', 'v10', 'v2'];
    const repositories = {
      [key]: known({
        policy: absent,
        tags: known({}),
        imageTags: known(tags),
        encryption: { type: 'AES256' } as const,
      }),
    };
    const of = (architecture: string) =>
      known({
        digest: `sha256:${'1'.repeat(64)}`,
        status: 'ACTIVE' as const,
        mediaType: '',
        platforms: known([{ os: 'linux', architecture }]),
        missingBlobs: known([]),
      });
    const images = { ...gone, [`${key}:v2`]: of('amd64'), [`${key}:v10`]: of('arm64') };
    const seen = {
      ...withPod({ owner: { kind: 'Deployment', name: 'web' } }),
      repositories,
      images,
    };
    assert.equal(
      prove(pull, seen).causes[0]?.fix.patch,
      `kubectl --namespace default set image deployment/web app=${image.replace(':v1', ':v2')}`,
    );
    const unknown = { ...seen, images: gone };
    assert.equal(prove(pull, unknown).causes[0]?.fix.patch, undefined);
  });

  it('looks next door before it makes a repository', () => {
    const elsewhere = { [key]: known([`${account}/eu-west-1/team/app`]) };
    const [cause] = prove(pull, missing({ repositories: { [key]: absent }, elsewhere })).causes;
    assert.equal(cause?.code, 'HW0105');
    assert.match(
      cause?.fix.patch ?? '',
      /set image pod\/web app=444455556666\.dkr\.ecr\.eu-west-1\.amazonaws\.com\/team\/app:v1$/,
    );
  });

  it("makes nothing in AWS's own registries", () => {
    const addOn = '602401143452.dkr.ecr.us-east-1.amazonaws.com/eks/coredns:v1';
    const repositories = { '602401143452/us-east-1/eks/coredns': absent };
    const cachePrefixes = { '602401143452/us-east-1': known([]) };
    const base = withContainer({ image: addOn });
    const [cause] = prove(pull, { ...base, repositories, cachePrefixes }).causes;
    assert.equal(cause?.code, 'HW1201');
    assert.equal(cause?.fix.patch, undefined);
  });

  it('adds to an exemption that a guard has already', () => {
    const exempt = { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/other' } };
    const deny = { Effect: 'Deny', Principal: '*', Action: 'ecr:*', Condition: exempt };
    const [cause] = prove(pull, world(undefined, text(deny))).causes;
    assert.equal(cause?.code, 'HW1306');
    assert.ok(
      cause?.fix.patch?.includes(
        `"aws:PrincipalArn":["arn:aws:iam::444455556666:role/other","${role}"]`,
      ),
    );
    assert.doesNotMatch(cause?.fix.patch ?? '', /delete/);
  });
});
