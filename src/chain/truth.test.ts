// What must never be said: "holds" where a link that decides was passed over, and certainty about what hangs
// on facts that nobody could look at.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known, unseen } from './fact.ts';
import type { Proof } from './proof.ts';
import { prove } from './prove.ts';
import type { Pull } from './pull.ts';
import { emptyWorld, type PodFacts, type World } from './world.ts';

const account = '444455556666';
const role = `arn:aws:iam::${account}:role/node`;
const profile = `arn:aws:iam::${account}:instance-profile/node`;
const key = `${account}/us-east-1/team/app`;
const image = `${account}.dkr.ecr.us-east-1.amazonaws.com/team/app:v1`;
const text = (...Statement: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement });
const actions = ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const allow = { Effect: 'Allow', Action: actions, Resource: '*' };
const web: PodFacts = {
  namespace: 'default',
  name: 'web',
  node: 'node-a',
  serviceAccount: 'default',
  containers: [{ name: 'app', image, imagePullPolicy: 'Always' }],
  imagePullSecrets: [],
};
const pull: Pull = { kind: 'pod', namespace: 'default', pod: 'web', container: 'app' };

function world(policies: readonly string[] = [text(allow)], repositoryPolicy?: string): World {
  return {
    ...emptyWorld,
    pods: { 'default/web': known(web) },
    nodes: {
      'node-a': known({
        name: 'node-a',
        providerId: 'aws:///us-east-1a/i-1',
        platform: { os: 'linux', architecture: 'amd64' },
        ready: true,
        credentialProvider: known({ configured: true, failures: 0 }),
        images: [],
      }),
    },
    instances: { 'i-1': known({ accountId: account, instanceProfile: profile }) },
    instanceProfiles: { [profile]: known({ role }) },
    roles: {
      [role]: known({
        arn: role,
        trust: text({
          Effect: 'Allow',
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
        policies: policies.map((document, at) => ({ name: `p${at}`, document })),
        tags: {},
      }),
    },
    repositories: {
      [key]: known({
        policy: repositoryPolicy === undefined ? absent : known(repositoryPolicy),
        tags: known({}),
        imageTags: known(['v1']),
      }),
    },
    registryPolicies: { [`${account}/us-east-1`]: absent },
    cachePrefixes: { [`${account}/us-east-1`]: known([]) },
    images: {
      [`${key}:v1`]: known({
        digest: `sha256:${'0'.repeat(64)}`,
        status: 'ACTIVE',
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        platforms: known([{ os: 'linux', architecture: 'amd64' }]),
        missingBlobs: known([]),
      }),
    },
  };
}

function withPod(change: Partial<PodFacts>, base = world()): World {
  return { ...base, pods: { 'default/web': known({ ...web, ...change }) } };
}

function withContainer(change: Partial<PodFacts['containers'][number]>): World {
  return withPod({ containers: [{ name: 'app', image, imagePullPolicy: 'Always', ...change }] });
}

const needs = ({ needs: all }: Proof) =>
  all.map(({ fact, permission }) => `${fact}: ${permission}`);

describe('a pull that was not looked at to its end', () => {
  it('is the one thing that holds in this test', () => {
    assert.equal(prove(pull, world()).verdict, 'holds');
  });

  for (const [what, reference, words] of [
    ['another registry', 'ghcr.io/acme/app:v1', /ghcr\.io, which is not a private ECR registry/],
    ['ECR Public', 'public.ecr.aws/x/app:v1', /neither repository policy nor role/],
    ['no registry', 'my-app:v1', /an image without a host is one of Docker Hub/],
    ['an account of eleven digits', image.slice(1), /an account has twelve digits/],
    [
      'a Region that none is called like',
      image.replace('us-east-1', 'us-east1'),
      /no Region has a name like "us-east1"/,
    ],
    ['an account with dashes', `4444-5555-6666${image.slice(12)}`, /an account has twelve digits/],
    [
      'the suffix of China',
      image.replace('.com/', '.com.cn/'),
      /another suffix than amazonaws\.com\.cn/,
    ],
  ] as const) {
    it(`is unseen for an image of ${what}`, () => {
      const inPod = prove(pull, withContainer({ image: reference }));
      const byRole = prove({ kind: 'role', role, image: reference }, world());
      for (const proof of [inPod, byRole]) {
        assert.equal(proof.verdict, 'unseen');
        assert.match(needs(proof).join('\n'), words);
      }
    });
  }

  it('is unseen for a role that does not exist', () => {
    const other = `arn:aws:iam::${account}:role/nobody`;
    const seen = { ...world(), roles: { [other]: absent } };
    const proof = prove({ kind: 'role', role: other, image }, seen);
    assert.equal(proof.verdict, 'unseen');
    assert.match(needs(proof)[0] ?? '', /its account has none of that name/);
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
    assert.match(needs(proof).join('\n'), /no account that may be read has .*--profile/);
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
    const waiting = { reason: 'ErrImagePull', message: timeout };
    const proof = prove(pull, withContainer({ waiting }));
    assert.equal(proof.verdict, 'broken');
    assert.equal(proof.causes[0]?.catalogue, 'NET-08');
    assert.ok((proof.causes[0]?.confidence ?? 1) < 1);
    assert.equal(proof.links.find(({ link }) => link === 'layers')?.status, 'holds');
  });

  it('is told by its events, where its status says only that it backs off', () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image' };
    const containers = [{ name: 'app', image, imagePullPolicy: 'Always', waiting }];
    const proof = prove(
      pull,
      withPod({ containers, events: [`Failed to pull image: ${timeout}`] }),
    );
    assert.equal(proof.causes[0]?.catalogue, 'NET-08');
  });

  it('on an image of Docker Hub is not called well', () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "nginx"' };
    assert.notEqual(prove(pull, withContainer({ image: 'nginx', waiting })).verdict, 'holds');
  });
});

describe('a condition on a key that nobody could look at', () => {
  const guards: readonly (readonly [string, object, string])[] = [
    [
      'the organization',
      { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } },
      'aws:PrincipalOrgID',
    ],
    ['an endpoint', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }, 'aws:SourceVpce'],
    ['a VPC', { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }, 'aws:SourceVpc'],
    ['an address', { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, 'aws:SourceIp'],
    ['a VPC to keep out', { StringEquals: { 'aws:SourceVpc': 'vpc-9' } }, 'aws:SourceVpc'],
    ['no endpoint at all', { Null: { 'aws:SourceVpce': 'true' } }, 'aws:SourceVpce'],
  ];
  for (const [what, Condition, name] of guards) {
    it(`of a Deny for ${what} leaves the pull unseen, with key and value`, () => {
      const deny = { Effect: 'Deny', Action: 'ecr:*', Resource: '*', Condition };
      const inRole = prove(pull, world([text(allow), text(deny)]));
      const { Resource: _, ...statement } = deny;
      const inRepository = prove(pull, world(undefined, text({ ...statement, Principal: '*' })));
      const [value = ''] = Object.values(Object.values(Condition)[0] ?? {}).map(String);
      for (const proof of [inRole, inRepository]) {
        assert.equal(proof.verdict, 'unseen');
        const [first, ...others] = proof.causes;
        assert.equal(first?.code, proof === inRole ? 'HW0708' : 'HW1306');
        assert.ok((first?.confidence ?? 1) < 1);
        assert.ok(first?.deciding.text.includes(name) && first.deciding.text.includes(value));
        assert.deepEqual([others, first?.fix.patch], [[], undefined]);
        assert.ok(needs(proof).some((need) => need.startsWith(name) && need.includes(value)));
      }
    });
  }

  it('of a Deny rules out that there is no policy, whatever the kubelet says', () => {
    const waiting = {
      reason: 'ErrImagePull',
      message: `failed to pull and unpack image "${image}": unexpected status from HEAD request to https://${image.replace('/', '/v2/')}: 403 Forbidden`,
    };
    const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
    const open = { Effect: 'Allow', Principal: '*', Action: 'ecr:*' };
    const closed = { Effect: 'Deny', Principal: '*', Action: 'ecr:*', Condition };
    const seen = world(undefined, text(open, closed));
    const containers = [{ name: 'app', image, imagePullPolicy: 'Always', waiting }];
    const proof = prove(pull, { ...seen, pods: { 'default/web': known({ ...web, containers }) } });
    assert.equal(proof.verdict, 'unseen');
    const codes = proof.causes.map(({ code }) => code);
    assert.deepEqual([codes.includes('HW1301'), codes.includes('HW0701')], [false, false]);
    assert.equal(codes[0], 'HW1306');
    assert.match(proof.causes[0]?.deciding.text ?? '', /StringEquals aws:SourceVpce vpce-1/);
  });

  it('of the only Allow leaves the pull unseen', () => {
    const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
    assert.equal(prove(pull, world([text({ ...allow, Condition })])).verdict, 'unseen');
  });

  it('does not matter where the decision is the same either way', () => {
    const Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-1' } };
    assert.equal(prove(pull, world([text(allow, { ...allow, Condition })])).verdict, 'holds');
    const other = { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition };
    assert.equal(prove(pull, world([text(allow, other)])).verdict, 'holds');
    const outright = { Effect: 'Deny', Action: 'ecr:*', Resource: '*' };
    const proof = prove(pull, world([text(allow, { ...allow, Condition }, outright)]));
    assert.deepEqual(
      proof.causes.map(({ code }) => code),
      ['HW0708'],
    );
  });

  it('includes tags of a repository that could not be read', () => {
    const Condition = { StringEquals: { 'aws:ResourceTag/team': 'a' } };
    const base = world([
      text({ ...allow, Condition: undefined, Action: actions[0] }, { ...allow, Condition }),
    ]);
    const repository = {
      policy: absent,
      tags: unseen('tags', 'ecr:ListTagsForResource'),
      imageTags: known([]),
    };
    const proof = prove(pull, { ...base, repositories: { [key]: known(repository) } });
    assert.equal(proof.verdict, 'unseen');
  });

  it('includes a registry policy that could not be read', () => {
    const registryPolicies = {
      [`${account}/us-east-1`]: unseen('policy of registry', 'ecr:GetRegistryPolicy'),
    };
    assert.equal(prove(pull, { ...world(), registryPolicies }).verdict, 'unseen');
    const lacking = prove(pull, {
      ...world([text({ ...allow, Action: actions[0] })]),
      registryPolicies,
    });
    assert.equal(lacking.verdict, 'unseen');
  });
});

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
      [key]: known({ policy: absent, tags: known({}), imageTags: known(tags) }),
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
    assert.equal(cause?.code, 'HW1201');
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
