// Who pulls, where it is not the node: Fargate, and clients inside the cluster.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, type Fact, known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import type { Pull } from './pull.ts';
import {
  allow,
  codes,
  document,
  healthy,
  image,
  node,
  pod,
  role,
  statusOf,
  web,
} from './testing/across-accounts.ts';
import type { ServiceAccountFacts, World } from './world.ts';

const trusting = (...Statement: readonly object[]): World['roles'] => ({
  [role]: known({
    arn: role,
    trust: document(...Statement),
    policies: [{ name: 'pull', document: document(allow) }],
    tags: {},
  }),
});
const service = (name: string, ...Action: readonly string[]) => ({
  Effect: 'Allow',
  Principal: { Service: name },
  Action,
});

describe('a pod on Fargate', () => {
  const pods = (found: Fact<string>): World['pods'] => ({
    'default/web': known({
      ...web,
      node: 'fargate-ip-10-0-0-1',
      fargate: { profile: 'apps', role: found },
    }),
  });
  const nodes: World['nodes'] = {
    'fargate-ip-10-0-0-1': known({
      ...node,
      name: 'fargate-ip-10-0-0-1',
      providerId: 'aws:///us-east-1a/1/fargate-ip-10-0-0-1',
      credentialProvider: unseen('credential provider', 'get nodes/proxy'),
    }),
  };
  const proofOf = (found: Fact<string>, roles: World['roles']) =>
    prove(pod, { ...healthy, instances: {}, nodes, pods: pods(found), roles });

  it("is pulled for by its profile's pod execution role", () => {
    const proof = proofOf(
      known(role),
      trusting(service('eks-fargate-pods.amazonaws.com', 'sts:AssumeRole')),
    );
    assert.deepEqual([statusOf(proof, 'iam-policy'), codes(proof)], ['holds', []]);
    // Its network interface is none of an instance's.
    assert.equal(proof.verdict, 'unseen');
    assert.match(JSON.stringify(proof.needs), /the network interface of the pod on Fargate/);
    const told = proof.links.find(({ link }) => link === 'node-identity')?.fact;
    assert.equal(told, 'Fargate pulls with node, the pod execution role of profile apps');
  });

  it('needs that role to trust Fargate, not EC2', () => {
    const proof = proofOf(known(role), trusting(service('ec2.amazonaws.com', 'sts:AssumeRole')));
    assert.deepEqual(codes(proof), ['HW0604']);
    assert.match(proof.causes[0]?.fix.patch ?? '', /eks-fargate-pods\.amazonaws\.com/);
  });

  it('is broken where that role does not exist', () => {
    const proof = proofOf(known(role), { [role]: absent });
    assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW0602']]);
    assert.match(proof.causes[0]?.fix.text ?? '', /the role of apps cannot be changed/);
  });

  it('is unseen where the profile was not seen', () => {
    const proof = proofOf(unseen('role of profile apps', 'eks:DescribeFargateProfile'), {});
    assert.deepEqual([proof.verdict, codes(proof)], ['unseen', []]);
    assert.ok(proof.needs.some(({ permission }) => permission === 'eks:DescribeFargateProfile'));
  });
});

describe('a node outside EC2', () => {
  it('has a role that is not guessed', () => {
    const nodes = { 'node-a': known({ ...node, providerId: 'eks-hybrid:///us-east-1/c/mi-1' }) };
    const proof = prove(pod, { ...healthy, nodes });
    assert.deepEqual([proof.verdict, codes(proof)], ['unseen', []]);
    assert.match(JSON.stringify(proof.needs), /the role of hybrid node node-a.*--as/);
  });
});

describe('a client inside the cluster', () => {
  const pull: Pull = {
    kind: 'service-account',
    namespace: 'flux',
    serviceAccount: 'source',
    image,
  };
  const issuer = 'oidc.eks.us-east-1.amazonaws.com/id/A';
  const provider = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
  const annotated: ServiceAccountFacts = {
    annotatedRole: role,
    associatedRole: absent,
    issuer: known(issuer),
    audiences: known(['sts.amazonaws.com']),
  };
  const federated = (subject: string) => ({
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { [`${issuer}:sub`]: subject, [`${issuer}:aud`]: 'sts.amazonaws.com' },
    },
  });
  const proofOf = (facts: Fact<ServiceAccountFacts>, roles: World['roles']) =>
    prove(pull, { ...healthy, serviceAccounts: { 'flux/source': facts }, roles });
  const right = trusting(federated('system:serviceaccount:flux:source'));

  it('pulls with the role in the annotation of its service account', () => {
    assert.equal(proofOf(known(annotated), right).verdict, 'holds');
  });

  it('is refused where the trust policy is for another service account; the fix names this one', () => {
    const proof = proofOf(
      known(annotated),
      trusting(federated('system:serviceaccount:flux:other')),
    );
    assert.deepEqual([codes(proof), statusOf(proof, 'node-identity')], [['HW0604'], 'broken']);
    const [change] = proof.causes[0]?.fix.changes ?? [];
    assert.ok(change?.kind === 'set-trust-policy');
    const mended = change.document as { Statement: object[] };
    assert.equal(proofOf(known(annotated), trusting(...mended.Statement)).verdict, 'holds');
    assert.match(JSON.stringify(mended), /system:serviceaccount:flux:source/);
  });

  it("is refused where the account of the role has no identity provider for the cluster's issuer", () => {
    for (const audiences of [absent, known(['somebody.else'])]) {
      assert.deepEqual(codes(proofOf(known({ ...annotated, audiences }), right)), ['HW0604']);
    }
  });

  it('pulls with the role of its Pod Identity association, which has to let the session be tagged', () => {
    const { annotatedRole: _, ...rest } = annotated;
    const associated = known({ ...rest, associatedRole: known(role) });
    const trust = (...actions: readonly string[]) =>
      trusting(service('pods.eks.amazonaws.com', ...actions));
    assert.equal(proofOf(associated, trust('sts:AssumeRole', 'sts:TagSession')).verdict, 'holds');
    assert.deepEqual(codes(proofOf(associated, trust('sts:AssumeRole'))), ['HW0604']);
    const guarded = {
      ...service('pods.eks.amazonaws.com', 'sts:AssumeRole', 'sts:TagSession'),
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    };
    const open = proofOf(associated, trusting(guarded));
    assert.deepEqual([open.verdict, codes(open)], ['unseen', []]);
    assert.match(JSON.stringify(open.needs), /aws:SourceAccount of the request/);
  });

  it('is broken where the role that its service account names does not exist', () => {
    const { annotatedRole: _, ...rest } = annotated;
    for (const [facts, where] of [
      [annotated, /in the annotation of service account flux\/source/],
      [{ ...rest, associatedRole: known(role) }, /in the Pod Identity association of/],
    ] as const) {
      const proof = proofOf(known(facts), { [role]: absent });
      assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW0602']]);
      assert.match(proof.causes[0]?.fix.text ?? '', where);
    }
  });

  it('is unseen without a role of its own, or where that was not seen', () => {
    const { annotatedRole: _, ...rest } = annotated;
    const hidden = unseen('association', 'eks:ListPodIdentityAssociations');
    const cases: readonly Fact<ServiceAccountFacts>[] = [
      known(rest),
      known({ ...rest, associatedRole: hidden }),
      known({ ...annotated, issuer: unseen('issuer', 'eks:DescribeCluster') }),
      known({ ...annotated, audiences: unseen('provider', 'iam:GetOpenIDConnectProvider') }),
      absent,
      unseen('service account', 'get serviceaccounts'),
    ];
    for (const facts of cases) {
      const proof = proofOf(facts, right);
      assert.deepEqual([proof.verdict, codes(proof)], ['unseen', []], JSON.stringify(facts));
    }
  });
});
