import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { known } from './fact.ts';
import { prove } from './prove.ts';
import { account, pull, withPod } from './testing/one-account.ts';
import type { World } from './world.ts';

describe('pull secrets', () => {
  const noProvider = (base: World): World => {
    const node = base.nodes['node-a'];
    if (node?.state !== 'known') throw new Error('no node');
    const credentialProvider = known({ configured: false, failures: 0 });
    return { ...base, nodes: { 'node-a': known({ ...node.value, credentialProvider }) } };
  };
  const host = `${account}.dkr.ecr.us-east-1.amazonaws.com`;
  for (const [location, works] of [
    [host, true],
    [`https://${host}/v2/`, true],
    [`${host}/team`, true],
    ['*.dkr.ecr.us-east-1.amazonaws.com', true],
    ['*.dkr.ecr.*.amazonaws.com', true],
    [`https://${host}/v2/other`, false],
    [`${host}/team/app/x`, false],
    [`${host}:443`, false],
    ['*.amazonaws.com', false],
  ] as const) {
    it(`with the key ${location} ${works ? 'are' : 'are not'} for the image, as in the kubelet's keyring`, () => {
      const accepted = known({ status: 200, message: '' });
      const secret = {
        type: 'kubernetes.io/dockerconfigjson',
        registries: [{ location, username: 'AWS', accepted }],
      };
      const base = noProvider(withPod({ imagePullSecrets: ['s'] }));
      const proof = prove(pull, { ...base, secrets: { 'default/s': known(secret) } });
      assert.equal(proof.verdict, works ? 'holds' : 'broken');
    });
  }

  it('that are expired are told, also where the node has credentials of its own', () => {
    const accepted = known({ status: 403, message: 'Your authorization token has expired.' });
    const secret = {
      type: 'kubernetes.io/dockerconfigjson',
      registries: [{ location: host, username: 'AWS', accepted }],
    };
    const proof = prove(pull, {
      ...withPod({ imagePullSecrets: ['s'] }),
      secrets: { 'default/s': known(secret) },
    });
    const fact = proof.links.find(({ link }) => link === 'pod-spec')?.fact ?? '';
    assert.match(fact, /refuses Secret s \(Your authorization token has expired/);
  });

  it("are not the service account's role, which no pull uses", () => {
    const proof = prove(
      pull,
      withPod({ serviceAccountRole: 'arn:aws:iam::444455556666:role/irsa' }),
    );
    assert.match(
      proof.links.find(({ link }) => link === 'pod-spec')?.fact ?? '',
      /no pull uses it/,
    );
  });
});
