// Clients inside the cluster whose service account has no role: which credentials they find.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, type Fact, known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import type { Pull } from './pull.ts';
import { codes, statusOf } from './testing/across-accounts.ts';
import { account, image, networkInterface, world } from './testing/one-account.ts';
import type { ClientFacts, InterfaceFacts, ServiceAccountFacts, World } from './world.ts';

const from: Pull = {
  kind: 'service-account',
  namespace: 'flux-system',
  serviceAccount: 'image-reflector',
  image,
};
const client: ClientFacts = {
  pod: 'image-reflector-0',
  node: 'node-a',
  hostNetwork: false,
  onFargate: false,
};
const metadata = { endpoint: 'enabled', tokens: 'required', hopLimit: 1 };

function worldWith(
  seen: Fact<ClientFacts> | Partial<ClientFacts>,
  options: InterfaceFacts['metadata'] = metadata,
  more: Partial<ServiceAccountFacts> = {},
): World {
  const found = 'state' in seen ? (seen as Fact<ClientFacts>) : known({ ...client, ...seen });
  return {
    ...world(),
    interfaces: { 'i-1': known({ ...networkInterface, metadata: options }) },
    serviceAccounts: {
      'flux-system/image-reflector': known({
        associatedRole: absent,
        issuer: known('oidc.eks.us-east-1.amazonaws.com/id/1'),
        audiences: absent,
        account,
        client: found,
        ...more,
      }),
    },
  };
}

describe('a client inside the cluster without a role of its own', () => {
  it("takes the node's role where it reaches the instance metadata", () => {
    for (const [seen, options] of [
      [{}, { ...metadata, hopLimit: 2 }],
      [{}, { ...metadata, tokens: 'optional' }],
      [{ hostNetwork: true }, metadata],
    ] as const) {
      const proof = prove(from, worldWith(seen, options));
      assert.deepEqual([proof.verdict, codes(proof)], ['holds', []], JSON.stringify(proof.needs));
      const told = proof.links.find(({ link }) => link === 'admission')?.fact ?? '';
      assert.match(told, /takes role node, the node's/);
    }
  });

  it("lacks what the node's role lacks", () => {
    const seen = worldWith({}, { ...metadata, hopLimit: 2 });
    const bare = { ...seen, roles: world([]).roles };
    assert.deepEqual(codes(prove(from, bare)), ['HW0701']);
    const controller = worldWith({ policyController: 'Kyverno' }, { ...metadata, hopLimit: 2 });
    const proof = prove(from, { ...controller, roles: bare.roles });
    assert.deepEqual(codes(proof), ['HW0302']);
    assert.match(proof.causes[0]?.deciding.text ?? '', /^Kyverno reads signatures/);
  });

  it('finds nothing where the metadata is switched off, or a hop too far', () => {
    for (const options of [metadata, { ...metadata, endpoint: 'disabled', hopLimit: 2 }]) {
      const proof = prove(from, worldWith({}, options));
      assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW0307']]);
      assert.match(proof.causes[0]?.fix.patch ?? '', /--http-put-response-hop-limit 2/);
      assert.equal(statusOf(proof, 'iam-policy'), 'skipped');
    }
  });

  it('finds nothing on Fargate and on hybrid nodes, and is given a role of its own', () => {
    const hybrid = worldWith({});
    const machine = hybrid.nodes['node-a'];
    if (machine?.state !== 'known') throw new Error('no node');
    const nodes = {
      'node-a': known({ ...machine.value, providerId: 'eks-hybrid:///eu-west-1/c/mi-1' }),
    };
    for (const seen of [worldWith({ onFargate: true }), { ...hybrid, nodes }]) {
      const proof = prove(from, seen);
      assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW0308']]);
      const { patch = '' } = proof.causes[0]?.fix ?? {};
      const commands = patch.split(' && ').map((one) => one.split(' ').slice(0, 3).join(' '));
      assert.deepEqual(commands, [
        'aws iam create-open-id-connect-provider',
        'aws iam create-role',
        'aws iam attach-role-policy',
        'kubectl --namespace flux-system',
      ]);
      assert.match(patch, /system:serviceaccount:flux-system:image-reflector/);
    }
  });

  it('needs no identity provider that is there, and one more audience where it takes others only', () => {
    const patchWith = (audiences: readonly string[]) =>
      prove(from, worldWith({ onFargate: true }, metadata, { audiences: known(audiences) }))
        .causes[0]?.fix.patch ?? '';
    assert.match(patchWith(['sts.amazonaws.com']), /^aws iam create-role/);
    assert.match(patchWith(['other']), /^aws iam add-client-id-to-open-id-connect-provider/);
  });

  it('is open where no pod of it, no machine or no metadata was seen', () => {
    const gone = { ...worldWith({}, { ...metadata, hopLimit: 2 }), instances: {} };
    for (const seen of [
      worldWith(absent),
      worldWith(unseen('a pod', 'list pods')),
      { ...worldWith({}), interfaces: { 'i-1': known(networkInterface) } },
      gone,
    ]) {
      const proof = prove(from, seen);
      assert.deepEqual([proof.verdict, codes(proof)], ['unseen', []]);
      assert.notDeepEqual(proof.needs, []);
    }
  });
});
