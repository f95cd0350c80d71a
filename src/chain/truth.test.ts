// What must never be said: "holds" where a link that decides was passed over, and certainty about what hangs
// on facts that nobody could look at.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import {
  account,
  image,
  needs,
  pull,
  role,
  web,
  withContainer,
  withPod,
  world,
} from './testing/one-account.ts';
import type { World } from './world.ts';

describe('a pull that was not looked at to its end', () => {
  it('is the one thing that holds in this test', () => {
    assert.equal(prove(pull, world()).verdict, 'holds');
  });

  for (const [what, reference, words] of [
    [
      'another registry',
      'ghcr.io/acme/app:v1',
      /ghcr\.io, which Hawser does not query: it is not a private ECR registry/,
    ],
    ['ECR Public', 'public.ecr.aws/x/app:v1', /neither a repository policy nor a role/],
    ['no registry', 'my-app:v1', /An image without a host is on Docker Hub/],
  ] as const) {
    it(`is unseen for an image of ${what}`, () => {
      const inPod = prove(pull, withContainer({ image: reference }));
      const byRole = prove({ kind: 'role', role, image: reference }, world());
      for (const proof of [inPod, byRole]) {
        assert.equal(proof.verdict, 'unseen');
        assert.match(needs(proof).join('\n'), words);
      }
    });

    it(`puts it down to no repository that is missing for an image of ${what}`, () => {
      const seen = { ...world(), repositories: { [`${account}/us-east-1/team/app`]: absent } };
      const proof = prove({ kind: 'role', role, image: reference }, seen);
      assert.deepEqual([proof.verdict, proof.causes], ['unseen', []]);
    });
  }

  it('is broken for a role that its account does not have, and unseen for one that nobody asked it for', () => {
    const other = `arn:aws:iam::${account}:role/nobody`;
    const proofOf = (roles: World['roles']) =>
      prove({ kind: 'role', role: other, image }, { ...world(), roles });
    const { verdict, causes, needs: open } = proofOf({ [other]: absent });
    assert.deepEqual([verdict, causes.map(({ code }) => code)], ['broken', ['HW0602']]);
    assert.equal(
      causes[0]?.deciding.text,
      `role ${other} does not exist: account ${account} has no role of that name`,
    );
    assert.deepEqual(open, []);
    const hidden = unseen(`role ${other}`, `iam:GetRole on ${other}`);
    const unasked = proofOf({ [other]: hidden });
    assert.deepEqual([unasked.verdict, unasked.causes], ['unseen', []]);
  });

  it('is unseen for a registry of another partition, whatever the policies say', () => {
    const abroad = image.replace(/us-[a-z]+-\d\.amazonaws\.com/, 'cn-north-1.amazonaws.com.cn');
    const proof = prove({ kind: 'role', role, image: abroad }, world());
    assert.equal(proof.verdict, 'unseen');
    assert.match(needs(proof).join('\n'), /AWS takes no credentials of another partition/);
  });

  it('is unseen for a pod that is not scheduled', () => {
    const { node: _, ...pending } = web;
    const proof = prove(pull, { ...world(), pods: { 'default/web': known(pending) } });
    assert.equal(proof.verdict, 'unseen');
    assert.match(needs(proof).join('\n'), /not bound to one/);
  });

  it('is unseen where the machine of the node is in no account that was read', () => {
    const proof = prove(pull, { ...world(), instances: { 'i-1': absent } });
    assert.equal(proof.verdict, 'unseen');
    assert.match(
      needs(proof).join('\n'),
      /it is in none of the accounts that were read: .*--profile/,
    );
  });
});

describe('a pod that waits for its image', () => {
  const timeout =
    'failed to pull and unpack image: failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com/x": dial tcp 52.1.1.1:443: i/o timeout';

  it('is never well, even where every link holds now', () => {
    const proof = prove(
      pull,
      withContainer({ waiting: { reason: 'ErrImagePull', message: '403 Forbidden' } }),
    );
    assert.notEqual(proof.verdict, 'holds');
    assert.match(JSON.stringify(proof), /403 Forbidden/);
  });

  it('is broken where what the kubelet says tells of a link that is not looked at', () => {
    const message = 'failed to extract layer: write /var/lib: no space left on device';
    const proof = prove(pull, withContainer({ waiting: { reason: 'ErrImagePull', message } }));
    assert.equal(proof.verdict, 'broken');
    assert.equal(proof.causes[0]?.catalogue, 'RT-01');
    assert.ok((proof.causes[0]?.confidence ?? 1) < 1);
    assert.equal(proof.links.find(({ link }) => link === 'layers')?.status, 'holds');
  });

  it('is broken where it tells of what is between, and only a text shows', () => {
    const message =
      'failed to do request: Head "https://r/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority';
    const proof = prove(pull, withContainer({ waiting: { reason: 'ErrImagePull', message } }));
    assert.equal(proof.verdict, 'broken');
    assert.equal(proof.causes[0]?.catalogue, 'NET-17');
  });

  for (const [how, change] of [
    ['in its status', { waiting: { reason: 'ErrImagePull', message: timeout } }],
    ['in its events', { waiting: { reason: 'ImagePullBackOff', message: 'Back-off' } }],
  ] as const) {
    it(`is open where it timed out, ${how}, on a way that was seen to be open`, () => {
      const containers = [{ name: 'app', image, imagePullPolicy: 'Always', ...change }];
      const events = [`Failed to pull image: ${timeout}`];
      const proof = prove(pull, withPod({ containers, events }));
      assert.equal(proof.verdict, 'unseen');
      assert.equal(proof.links.find(({ link }) => link === 'network')?.status, 'holds');
      const ids = proof.causes.map(({ catalogue }) => catalogue);
      assert.ok(!ids.includes('NET-08') && ids.includes('NET-15'), ids.join());
    });
  }

  it('on an image of Docker Hub is not called well', () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "nginx"' };
    assert.notEqual(prove(pull, withContainer({ image: 'nginx', waiting })).verdict, 'holds');
  });
});
