// Why a role may not pull, where the world shows more than its own policies.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, type Fact, known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import { codes } from './testing/across-accounts.ts';
import { account, allow, pull, role, text, web, world } from './testing/one-account.ts';
import type { NodeFacts, OtherRole, PodFacts, World } from './world.ts';

const token = text({ Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' });
const other = `arn:aws:iam::${account}:role/other`;
const another = (of: OtherRole['of'], found: Fact<string> = known(other)): OtherRole => ({
  of,
  name: 'apps',
  role: found,
});

/** The node's role may fetch a token only; another has those policies. */
function given(policy: string, pod: Partial<PodFacts>, node: Partial<NodeFacts> = {}): World {
  const base = world([token]);
  const machine = base.nodes['node-a'];
  if (machine?.state !== 'known') throw new Error('no node');
  return {
    ...base,
    pods: { 'default/web': known({ ...web, ...pod }) },
    nodes: { 'node-a': known({ ...machine.value, ...node }) },
    roles: {
      ...base.roles,
      [other]: known({
        arn: other,
        trust: text(),
        policies: [{ name: 'pull', document: policy }],
        tags: {},
      }),
    },
  };
}

describe('a pull that no policy of the role grants', () => {
  for (const [of, code] of [
    ['service account', 'HW0206'],
    ['node group', 'HW0603'],
    ['auto mode', 'HW0603'],
    ['cluster', 'HW0718'],
  ] as const) {
    it(`was allowed to the role of the ${of} by mistake, where that one may pull`, () => {
      const proof = prove(pull, given(text(allow), { otherRoles: [another(of)] }));
      assert.deepEqual([proof.verdict, codes(proof)], ['broken', [code]]);
      const { deciding, fix } = proof.causes[0] ?? {};
      assert.match(deciding?.text ?? '', /role other.* may pull.*; node pulls, and no policy/);
      assert.match(fix?.patch ?? '', /put-role-policy --role-name node /);
    });
  }

  it("is the service account's rather than the cluster's, where both may pull", () => {
    const otherRoles = [another('cluster'), another('service account')];
    assert.deepEqual(codes(prove(pull, given(text(allow), { otherRoles }))), ['HW0206']);
  });

  it('says nothing of a role that may do anything, or nothing, or was not seen', () => {
    const otherRoles = [another('service account')];
    const all = text({ Effect: 'Allow', Action: '*', Resource: '*' });
    for (const policy of [all, token]) {
      assert.deepEqual(codes(prove(pull, given(policy, { otherRoles }))), ['HW0703']);
    }
    for (const found of [absent, unseen('role', 'eks:DescribeCluster'), known(role)]) {
      const base = given(text(allow), { otherRoles: [another('service account', found)] });
      assert.deepEqual(codes(prove(pull, base)), ['HW0703']);
    }
  });

  it('is told as of Auto Mode on its nodes', () => {
    const proof = prove(pull, given(token, {}, { computeType: 'auto' }));
    assert.deepEqual(codes(proof), ['HW0717']);
    assert.match(proof.causes[0]?.fix.text ?? '', /AmazonEKSWorkerNodeMinimalPolicy/);
  });

  it('is told as of Fargate, and of hybrid nodes, which pull with roles of their own', () => {
    const bare = (trusted: string) => ({
      [other]: known({
        arn: other,
        trust: text({
          Effect: 'Allow',
          Principal: { Service: trusted },
          Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        }),
        policies: [],
        tags: {},
      }),
    });
    const fargate = { profile: 'apps', role: known(other) };
    const onFargate = given(token, { fargate });
    const roles = bare('eks-fargate-pods.amazonaws.com');
    assert.deepEqual(codes(prove(pull, { ...onFargate, roles })), ['HW0208']);
    const hybrid = { computeType: 'hybrid', providerId: 'eks-hybrid:///eu-west-1/c/mi-1' };
    const onHybrid = given(token, {}, { ...hybrid, hybridRole: known(other) });
    for (const service of ['ssm.amazonaws.com', 'rolesanywhere.amazonaws.com']) {
      const proof = prove(pull, { ...onHybrid, roles: bare(service) });
      assert.deepEqual(codes(proof), ['HW0407']);
    }
    const untrusted = prove(pull, { ...onHybrid, roles: bare('ec2.amazonaws.com') });
    assert.deepEqual(codes(untrusted), ['HW0604', 'HW0407']);
  });

  it('is open on a hybrid node whose role nobody tells', () => {
    for (const hybridRole of [absent, unseen('role', 'eks:ListAccessEntries')]) {
      const proof = prove(
        pull,
        given(token, {}, { providerId: 'eks-hybrid:///eu-west-1/c/mi-1', hybridRole }),
      );
      assert.deepEqual([proof.verdict, codes(proof)], ['unseen', []]);
      assert.match(JSON.stringify(proof.needs), /hybrid|ListAccessEntries/);
    }
  });

  it('leaves out the registry of the add-ons of EKS, where other repositories are granted', () => {
    const addOn = '602401143452.dkr.ecr.us-east-1.amazonaws.com/eks/coredns:v1.11.1';
    const containers = [{ name: 'app', image: addOn, imagePullPolicy: 'Always' }];
    const own = text(
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      {
        Effect: 'Allow',
        Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        Resource: `arn:aws:ecr:us-east-1:${account}:repository/*`,
      },
    );
    const base = { ...world([own]), pods: { 'default/web': known({ ...web, containers }) } };
    const proof = prove(pull, base);
    assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW0707']]);
    assert.match(proof.causes[0]?.fix.patch ?? '', /us-east-1:602401143452:repository\/\*/);
    const bare = { ...base, roles: world([token]).roles };
    assert.deepEqual(codes(prove(pull, bare)), ['HW0703']);
  });
});
