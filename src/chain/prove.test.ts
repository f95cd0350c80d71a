import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known } from './fact.ts';
import { prove } from './prove.ts';
import {
  allow,
  codes,
  document,
  healthy,
  image,
  key,
  node,
  notLooked,
  pod,
  pull,
  pushed,
  role,
  share,
  statusOf,
  web,
  withRepositoryPolicy,
  withRole,
} from './testing/across-accounts.ts';
import type { World } from './world.ts';

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
    assert.match(
      cause?.fix.patch ?? '',
      /^aws iam put-role-policy --role-name node --policy-name policy-1 --policy-document /,
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
        [ownKey]: known({
          policy: absent,
          tags: known({}),
          imageTags: known(['v1']),
          encryption: { type: 'AES256' } as const,
        }),
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

  it('knows that an image without an index is pulled for any platform, and does not start', () => {
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const platforms = known([{ os: 'linux', architecture: 'amd64' }]);
    const world = {
      ...healthy,
      images: { [`${key}:v1`]: known({ ...pushed, platforms, mediaType }) },
    };
    const proof = prove(pod, world);
    assert.deepEqual(codes(proof), ['HW1602']);
    assert.equal(proof.causes[0]?.deciding.message, 'exec format error');
  });
});

describe('an artifact', () => {
  const artifactType = 'application/vnd.cncf.helm.config.v1+json';

  it('is no image that a runtime can unpack, whatever the platform', () => {
    const images = { [`${key}:v1`]: known({ ...pushed, platforms: known([]), artifactType }) };
    const proof = prove(pod, { ...healthy, images });
    assert.deepEqual(codes(proof), ['HW1604']);
    assert.match(proof.causes[0]?.deciding.text ?? '', /helm\.config/);
    assert.deepEqual(codes(prove({ kind: 'role', role, image }, { ...healthy, images })), [
      'HW1604',
    ]);
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
