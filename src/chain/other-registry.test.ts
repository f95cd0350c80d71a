// An image of Docker Hub or ECR Public that cannot be pulled, while a private registry has a repository of its name.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { known } from './fact.ts';
import { prove } from './prove.ts';
import { codes } from './testing/across-accounts.ts';
import { key, pull, withContainer } from './testing/one-account.ts';

const denied =
  'failed to resolve image: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';
const waiting = (message: string) => ({ reason: 'ErrImagePull', message });

const proofOf = (image: string, asked: string, message: string | undefined, there = [key]) =>
  prove(pull, {
    ...withContainer({ image, ...(message === undefined ? {} : { waiting: waiting(message) }) }),
    elsewhere: { [asked]: known(there) },
  });

describe('An image without a host', () => {
  it('is asked for at Docker Hub, and is in a private registry', () => {
    const proof = proofOf('team/app:v1', 'docker.io/team/app', denied);
    assert.equal(codes(proof)[0], 'HW0102');
    assert.equal(proof.verdict, 'broken');
    assert.ok(
      proof.causes[0]?.fix.patch?.endsWith(
        'app=444455556666.dkr.ecr.us-east-1.amazonaws.com/team/app:v1',
      ),
      proof.causes[0]?.fix.patch,
    );
  });

  it('is no fault while it was not tried, or runs', () => {
    const proof = proofOf('team/app:v1', 'docker.io/team/app', undefined);
    assert.deepEqual([proof.verdict, codes(proof)], ['unseen', []]);
  });

  it('may be one of Docker Hub, where no private registry has the name', () => {
    const proof = proofOf('team/app:v1', 'docker.io/team/app', denied, []);
    assert.ok(!codes(proof).includes('HW0102') || proof.causes[0]?.confidence !== 1);
  });

  it('is another matter where Docker Hub lets nobody pull that often', () => {
    const limit = 'unexpected status: 429 Too Many Requests: toomanyrequests';
    const proof = proofOf('team/app:v1', 'docker.io/team/app', limit);
    assert.ok(proof.causes.every(({ code, confidence }) => code !== 'HW0102' || confidence < 1));
  });
});

describe('An image of ECR Public', () => {
  it('is in a private registry instead', () => {
    const message = 'public.ecr.aws/team/app:v1: not found';
    const proof = proofOf('public.ecr.aws/team/app:v1', 'public.ecr.aws/team/app', message);
    assert.equal(codes(proof)[0], 'HW0113');
  });
});
