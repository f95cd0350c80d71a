// Pulls with service account tokens (KEP-4412), as a report of the node shows them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, type Fact, known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import { codes, statusOf } from './testing/across-accounts.ts';
import { account, allow, pull, text, web, world } from './testing/one-account.ts';
import type { NodeReport, PodFacts, TokenReport, World } from './world.ts';

const key = 'eks.amazonaws.com/ecr-role-arn';
const issuer = 'oidc.eks.us-east-1.amazonaws.com/id/1';
const own = `arn:aws:iam::${account}:role/own`;
const hidden = unseen('it', 'a look');
const tokens: TokenReport = { audience: 'ecr', requiredKeys: [key], optionalKeys: [] };
const entry = {
  name: 'ecr-credential-provider',
  apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
  matchImages: ['*.dkr.ecr.*.amazonaws.com'],
  environment: [],
};

function reporting(providers: readonly object[]): NodeReport {
  const credentialProvider = known({
    config: '/config.json',
    binDir: '/bin',
    providers,
    executables: [],
    problems: [],
  });
  return {
    format: 'hawser-node',
    version: 1,
    node: 'node-a',
    seenAt: '2026-01-01T00:00:00Z',
    kubelet: hidden,
    credentialProvider: credentialProvider as NodeReport['credentialProvider'],
    containerd: hidden,
    resolver: hidden,
    clock: hidden,
    proxies: { kubelet: hidden, containerd: hidden },
    metadata: hidden,
    endpoints: [],
  };
}

function worldWith(
  pod: Partial<PodFacts>,
  providers: readonly object[] = [{ ...entry, tokens }],
  base: World = world(),
): World {
  const node = base.nodes['node-a'];
  if (node?.state !== 'known') throw new Error('no node');
  const trust = text({
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { [`${issuer}:aud`]: 'ecr' } },
  });
  const policies = [{ name: 'pull', document: text(allow) }];
  return {
    ...base,
    pods: { 'default/web': known({ ...web, ...pod }) },
    nodes: { 'node-a': known({ ...node.value, report: reporting(providers) }) },
    roles: { ...base.roles, [own]: known({ arn: own, trust, policies, tags: {} }) },
  };
}

const pullRole = (audiences: Fact<readonly string[]> = known(['ecr'])) => ({
  serviceAccountAnnotations: [key],
  pullRole: { role: own, issuer: known(issuer), audiences },
});
const bare = world([text({ Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' })]);

describe('a pull with the token of a service account', () => {
  it('needs the annotations that the provider requires', () => {
    const proof = prove(pull, worldWith({ serviceAccountAnnotations: ['other'] }));
    assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW0502']]);
    assert.equal(proof.causes[0]?.fix.patch, undefined);
    const named = { serviceAccountAnnotations: [], serviceAccountRole: own };
    assert.equal(
      prove(pull, worldWith(named)).causes[0]?.fix.patch,
      `kubectl --namespace default annotate serviceaccount default --overwrite ${key}=${own}`,
    );
  });

  it("is by the annotation's role, whatever the node's may do", () => {
    const proof = prove(pull, worldWith(pullRole(), undefined, bare));
    assert.deepEqual([proof.verdict, codes(proof)], ['holds', []], JSON.stringify(proof.needs));
    const told = proof.links.find(({ link }) => link === 'node-identity')?.fact;
    assert.equal(told, "the pod's service account pulls with own");
  });

  it('is refused by STS without provider, audience or trust', () => {
    for (const [audiences, patch] of [
      [absent, /^aws iam create-open-id-connect-provider .*--client-id-list ecr/],
      [known(['sts.amazonaws.com']), /^aws iam add-client-id.* --client-id ecr/],
    ] as const) {
      const proof = prove(pull, worldWith(pullRole(audiences)));
      assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW0504']]);
      assert.match(proof.causes[0]?.fix.patch ?? '', patch);
    }
    const other = [{ ...entry, tokens: { ...tokens, audience: 'sts.amazonaws.com' } }];
    const proof = prove(pull, worldWith(pullRole(known(['sts.amazonaws.com'])), other));
    assert.deepEqual(codes(proof), ['HW0504']);
    assert.match(proof.causes[0]?.fix.patch ?? '', /update-assume-role-policy --role-name own/);
  });

  it("is by the node's role where none is named, or the provider is not told of it", () => {
    const optional = [{ ...entry, tokens: { ...tokens, requiredKeys: [], optionalKeys: [key] } }];
    const unnamed = { serviceAccountAnnotations: [], serviceAccountRole: own };
    assert.deepEqual(codes(prove(pull, worldWith(unnamed, optional))), []);
    const proof = prove(pull, worldWith(unnamed, optional, bare));
    assert.deepEqual(codes(proof), ['HW0505', 'HW0703']);
    const untold = [{ ...entry, tokens: { ...tokens, requiredKeys: [] } }];
    assert.equal(codes(prove(pull, worldWith(pullRole(), untold, bare)))[0], 'HW0505');
  });

  it('is open where an annotation names a role, and the node did not tell, or asks both ways', () => {
    const untold = worldWith(pullRole(), undefined, bare);
    for (const seen of [
      { ...untold, nodes: world().nodes },
      worldWith(pullRole(), [{ ...entry, tokens }, entry], bare),
    ]) {
      const proof = prove(pull, seen);
      assert.deepEqual([proof.verdict, codes(proof)], ['unseen', []]);
      assert.match(JSON.stringify(proof.needs), /hawser collect --node/);
    }
  });

  it('is nothing to go by where another entry asks as the node, or the annotations were not seen', () => {
    for (const seen of [
      worldWith({ serviceAccountAnnotations: [] }, [{ ...entry, tokens }, entry]),
      worldWith({}),
    ]) {
      const proof = prove(pull, seen);
      assert.deepEqual([proof.verdict, codes(proof)], ['holds', []]);
      assert.equal(statusOf(proof, 'iam-policy'), 'holds');
    }
  });
});
