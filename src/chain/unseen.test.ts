import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import {
  allow,
  codes,
  document,
  healthy,
  key,
  notLooked,
  pod,
  pull,
  share,
  statusOf,
  withRepositoryPolicy,
  withRole,
} from './testing/across-accounts.ts';
import { emptyWorld, type World } from './world.ts';

describe('what was not seen', () => {
  it('is never guessed: the proof says what would show it', () => {
    const hidden = unseen('policy of repository team/app', 'ecr:GetRepositoryPolicy on …');
    const repository = {
      policy: hidden,
      tags: known({}),
      imageTags: known([]),
      encryption: { type: 'AES256' } as const,
    };
    const proof = prove(pod, { ...healthy, repositories: { [key]: known(repository) } });
    assert.equal(proof.verdict, 'unseen');
    assert.equal(statusOf(proof, 'repository-policy'), 'unseen');
    assert.deepEqual(proof.needs, [
      { fact: 'policy of repository team/app', permission: 'ecr:GetRepositoryPolicy on …' },
      ...notLooked,
    ]);
  });

  it('is everything in an empty world', () => {
    const proof = prove(pod, emptyWorld);
    assert.equal(proof.verdict, 'unseen');
    assert.deepEqual(proof.needs, [
      { fact: 'pod default/web', permission: 'get pods in namespace default' },
    ]);
  });

  it('does not hide a link that is broken for certain', () => {
    const world = { ...withRole(document({ ...allow, Action: pull })), repositories: {} };
    const proof = prove(pod, world);
    assert.equal(proof.verdict, 'broken');
    assert.deepEqual(codes(proof), ['HW0701']);
    assert.ok(proof.needs.length > 0);
  });

  it('includes what only a pull would bring in through a cache rule', () => {
    const importing = 'ecr:BatchImportUpstreamImage';
    const world: World = {
      ...withRole(document({ ...allow, Action: [...allow.Action, importing] })),
      repositories: withRepositoryPolicy(document({ ...share, Action: [...pull, importing] }))
        .repositories,
      cachePrefixes: { '444455556666/us-east-1': known(['team']) },
      images: { [`${key}:v1`]: absent },
    };
    const proof = prove(pod, world);
    assert.equal(proof.verdict, 'unseen');
    assert.equal(statusOf(proof, 'image'), 'unseen');
    assert.equal(prove(pod, { ...world, cachePrefixes: healthy.cachePrefixes }).verdict, 'broken');
  });

  it('includes the keys of a condition about the network', () => {
    const fromEndpoint = { ...allow, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } };
    const proof = prove(pod, withRole(document(fromEndpoint)));
    assert.equal(proof.verdict, 'unseen');
    assert.match(proof.needs[0]?.fact ?? '', /aws:SourceVpce/);
  });
});
