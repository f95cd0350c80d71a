// What the kubelet last said makes causes likely, and none that what was seen rules out.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known } from './fact.ts';
import { prove } from './prove.ts';
import { emptyWorld, type World } from './world.ts';

const [node, owner] = ['111122223333', '444455556666'];
const host = `${owner}.dkr.ecr.us-east-1.amazonaws.com`;
const image = `${host}/app:v1`;
const registry = `${owner}/us-east-1`;
const role = `arn:aws:iam::${node}:role/node`;
const profile = `arn:aws:iam::${node}:instance-profile/node`;
const document = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

/** A pod of one account that waits for an image of another one, which refused it with 403. */
function world(repositoryPolicy: object): World {
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'ec2.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const pull = { Effect: 'Allow', Action: 'ecr:*', Resource: '*' };
  const policies = [{ name: 'pull', document: document(pull) }];
  const message = `Failed to pull image "${image}": failed to resolve reference "${image}": unexpected status from HEAD request to https://${host}/v2/app/manifests/v1: 403 Forbidden`;
  return {
    ...emptyWorld,
    pods: {
      'shop/web': known({
        namespace: 'shop',
        name: 'web',
        node: 'node-a',
        serviceAccount: 'default',
        containers: [
          {
            name: 'app',
            image,
            imagePullPolicy: 'Always',
            waiting: { reason: 'ErrImagePull', message },
          },
        ],
        imagePullSecrets: [],
      }),
    },
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
    instances: { 'i-1': known({ accountId: node, instanceProfile: profile }) },
    instanceProfiles: { [profile]: known({ role }) },
    roles: { [role]: known({ arn: role, trust: document(trust), policies, tags: {} }) },
    repositories: {
      [`${registry}/app`]: known({
        policy: known(document(repositoryPolicy)),
        tags: known({}),
        imageTags: known(['v1']),
      }),
    },
    registryPolicies: { [registry]: absent },
    cachePrefixes: { [registry]: known([]) },
    images: {
      [`${registry}/app:v1`]: known({
        digest: `sha256:${'0'.repeat(64)}`,
        status: 'ACTIVE',
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        platforms: known([]),
        missingBlobs: known([]),
      }),
    },
  };
}

describe('a pull that was refused, by a policy with a condition that nobody sees', () => {
  const pull = { kind: 'pod', namespace: 'shop', pod: 'web', container: 'app' } as const;
  const allow = {
    Effect: 'Allow',
    Principal: '*',
    Action: 'ecr:*',
    Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
  };
  const codes = (policy: object): string[] =>
    prove(pull, world(policy)).causes.map(({ code }) => code);

  it('is not put down to what the policy does not have', () => {
    const proof = prove(pull, world(allow));
    assert.equal(proof.verdict, 'unseen');
    const without = ['HW1301', 'HW1302', 'HW1303', 'HW1306', 'HW1307'];
    assert.deepEqual(
      without.filter((code) => codes(allow).includes(code)),
      [],
    );
    assert.ok(codes(allow).includes('HW1308'));
  });

  it('may be put down to another organization where the policy asks for one', () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } };
    assert.ok(codes({ ...allow, Condition }).includes('HW1307'));
  });
});
