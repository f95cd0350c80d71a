import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known, unseen } from './fact.ts';
import { notLookedAt } from './not-looked-at.ts';
import type { Proof } from './proof.ts';
import { prove } from './prove.ts';
import type { Pull } from './pull.ts';
import { subjectOf } from './subject.ts';
import { emptyWorld, type ImageFacts, type NodeFacts, type PodFacts, type World } from './world.ts';

const role = 'arn:aws:iam::111122223333:role/node';
const profile = 'arn:aws:iam::111122223333:instance-profile/node';
const key = '444455556666/us-east-1/team/app';
const image = '444455556666.dkr.ecr.us-east-1.amazonaws.com/team/app:v1';
const pod: Pull = { kind: 'pod', namespace: 'default', pod: 'web', container: 'app' };

const document = (...Statement: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });
const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const allow = { Effect: 'Allow', Action: ['ecr:GetAuthorizationToken', ...pull], Resource: '*' };
const share = { Effect: 'Allow', Principal: { AWS: role }, Action: pull };
const trust = document({
  Effect: 'Allow',
  Principal: { Service: 'ec2.amazonaws.com' },
  Action: 'sts:AssumeRole',
});

const node: NodeFacts = {
  name: 'node-a',
  providerId: 'aws:///us-east-1a/i-1',
  platform: { os: 'linux', architecture: 'arm64' },
  ready: true,
  credentialProvider: known({ configured: true, failures: 0 }),
  images: [],
};
const web: PodFacts = {
  namespace: 'default',
  name: 'web',
  node: 'node-a',
  serviceAccount: 'default',
  containers: [{ name: 'app', image, imagePullPolicy: 'IfNotPresent' }],
  imagePullSecrets: [],
};
const pushed: ImageFacts = {
  digest: `sha256:${'0'.repeat(64)}`,
  status: 'ACTIVE',
  mediaType: 'application/vnd.oci.image.index.v1+json',
  platforms: known([
    { os: 'linux', architecture: 'amd64' },
    { os: 'linux', architecture: 'arm64' },
  ]),
  missingBlobs: known([]),
};

/** A world in which the pod pulls across accounts. */
const healthy: World = {
  ...emptyWorld,
  pods: { 'default/web': known(web) },
  nodes: { 'node-a': known(node) },
  instances: { 'i-1': known({ accountId: '111122223333', instanceProfile: profile }) },
  instanceProfiles: { [profile]: known({ role }) },
  roles: {
    [role]: known({
      arn: role,
      trust,
      policies: [{ name: 'pull', document: document(allow) }],
      tags: {},
    }),
  },
  repositories: {
    [key]: known({ policy: known(document(share)), tags: known({}), imageTags: known(['v1']) }),
  },
  registryPolicies: { '444455556666/us-east-1': absent },
  cachePrefixes: { '444455556666/us-east-1': known(['hub']) },
  images: { [`${key}:v1`]: known(pushed) },
};

const notLooked = notLookedAt(subjectOf(pod, healthy));

const codes = ({ causes }: Proof): string[] => causes.map(({ code }) => code);
const statusOf = ({ links }: Proof, name: string) =>
  links.find(({ link }) => link === name)?.status;

function withRole(...policies: readonly string[]): World {
  const documents = policies.map((text, index) => ({ name: `policy-${index}`, document: text }));
  return {
    ...healthy,
    roles: { [role]: known({ arn: role, trust, policies: documents, tags: {} }) },
  };
}

function withRepositoryPolicy(policy: string | undefined): World {
  const fact = policy === undefined ? absent : known(policy);
  const repository = { policy: fact, tags: known({}), imageTags: known(['v1']) };
  return { ...healthy, repositories: { [key]: known(repository) } };
}

describe('the proof of a pull', () => {
  it('holds when every link does', () => {
    const proof = prove(pod, healthy);
    assert.equal(proof.verdict, 'holds');
    assert.deepEqual(proof.causes, []);
    // What is not looked at yet is told, also of a pull that holds.
    assert.deepEqual(proof.needs, notLooked);
  });

  it('holds for a role alone, which has no pod and no node', () => {
    const proof = prove({ kind: 'role', role, image }, healthy);
    assert.equal(proof.verdict, 'holds');
    assert.equal(statusOf(proof, 'pod-spec'), 'skipped');
  });

  it('is the same for the same world', () => {
    assert.deepEqual(prove(pod, healthy), prove(pod, structuredClone(healthy)));
  });

  it('names both sides when both are at fault', () => {
    const world = {
      ...withRole(document({ ...allow, Action: 'ecr:GetAuthorizationToken' })),
      repositories: withRepositoryPolicy(undefined).repositories,
    };
    assert.deepEqual(codes(prove(pod, world)), ['HW0703', 'HW1301']);
  });

  it('names the statement that denies, its Sid and its policy', () => {
    const deny = { Sid: 'KeepOut', Effect: 'Deny', Action: 'ecr:*', Resource: '*' };
    const [cause] = prove(pod, withRole(document(allow), document(deny))).causes;
    assert.equal(cause?.code, 'HW0708');
    assert.equal(cause?.deciding.policy, 'policy-1');
    assert.deepEqual(cause?.deciding.statement?.sid, 'KeepOut');
    assert.match(
      cause?.deciding.message ?? '',
      /with an explicit deny in an identity-based policy/,
    );
    // The guard stays for everybody else.
    const exempted = { ...deny, Condition: { ArnNotEquals: { 'aws:PrincipalArn': role } } };
    assert.equal(
      cause?.fix.patch,
      `aws iam put-role-policy --role-name node --policy-name policy-1 --policy-document '${document(exempted)}'`,
    );
    assert.match(cause?.fix.risk ?? '', /guard/);
  });

  it('tells a token granted on a repository from one that is not granted', () => {
    const onRepository = {
      ...allow,
      Resource: 'arn:aws:ecr:us-east-1:444455556666:repository/team/app',
    };
    assert.deepEqual(codes(prove(pod, withRole(document(onRepository)))), ['HW0702']);
    assert.deepEqual(codes(prove(pod, withRole(document({ ...allow, Action: pull })))), ['HW0701']);
  });

  it('tells a policy for others from one that is not there', () => {
    const others = { ...share, Principal: { AWS: 'arn:aws:iam::999988887777:root' } };
    assert.deepEqual(codes(prove(pod, withRepositoryPolicy(document(others)))), ['HW1303']);
    assert.deepEqual(codes(prove(pod, withRepositoryPolicy(undefined))), ['HW1301']);
  });

  it('keeps the statements of a policy that it extends', () => {
    const others = {
      Sid: 'Others',
      ...share,
      Principal: { AWS: 'arn:aws:iam::999988887777:root' },
    };
    const [cause] = prove(pod, withRepositoryPolicy(document(others))).causes;
    assert.match(cause?.fix.patch ?? '', /"Sid":"Others"/);
    assert.match(cause?.fix.patch ?? '', /arn:aws:iam::111122223333:role\/node/);
    assert.equal(cause?.fix.account, '444455556666');
  });

  it('needs no repository policy within one account', () => {
    const own = image.replace('444455556666', '111122223333');
    const ownKey = key.replace('444455556666', '111122223333');
    const world: World = {
      ...healthy,
      repositories: {
        [ownKey]: known({ policy: absent, tags: known({}), imageTags: known(['v1']) }),
      },
      registryPolicies: { '111122223333/us-east-1': absent },
      images: { [`${ownKey}:v1`]: known(pushed) },
    };
    assert.equal(prove({ kind: 'role', role, image: own }, world).verdict, 'holds');
  });

  it('knows the platform of the node', () => {
    const amd64 = { ...pushed, platforms: known([{ os: 'linux', architecture: 'amd64' }]) };
    const world = { ...healthy, images: { [`${key}:v1`]: known(amd64) } };
    assert.deepEqual(codes(prove(pod, world)), ['HW1601']);
  });
});

describe('what was not seen', () => {
  it('is never guessed: the proof says what would show it', () => {
    const hidden = unseen('policy of repository team/app', 'ecr:GetRepositoryPolicy on …');
    const repository = { policy: hidden, tags: known({}), imageTags: known([]) };
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

describe('pull secrets', () => {
  const withSecret = (status: number, configured: boolean): World => ({
    ...healthy,
    pods: { 'default/web': known({ ...web, imagePullSecrets: ['ecr'] }) },
    nodes: { 'node-a': known({ ...node, credentialProvider: known({ configured, failures: 0 }) }) },
    secrets: {
      'default/ecr': known({
        type: 'kubernetes.io/dockerconfigjson',
        registries: [
          {
            location: '444455556666.dkr.ecr.us-east-1.amazonaws.com',
            username: 'AWS',
            accepted: known({ status, message: status === 200 ? '' : 'token has expired' }),
          },
        ],
      }),
    },
  });

  it('break the pull only where the node has nothing better', () => {
    assert.equal(prove(pod, withSecret(403, true)).verdict, 'holds');
    assert.deepEqual(codes(prove(pod, withSecret(403, false))), ['HW0203', 'HW0402']);
  });

  it('that work make the node’s own credentials beside the point', () => {
    const proof = prove(pod, withSecret(200, false));
    assert.equal(proof.verdict, 'holds');
    assert.equal(statusOf(proof, 'iam-policy'), 'skipped');
  });

  it('that are not there are passed over, as the kubelet does', () => {
    const named = { 'default/web': known({ ...web, imagePullSecrets: ['gone'] }) };
    const world = { ...healthy, pods: named, secrets: { 'default/gone': absent } };
    assert.equal(prove(pod, world).verdict, 'holds');
  });
});
