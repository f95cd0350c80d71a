// A pod, its node and its image in one account, and changes to that world.
import { node as from, withNat } from '../../network/testing/private-vpc.ts';
import { absent, known } from '../fact.ts';
import type { Proof } from '../proof.ts';
import type { Pull } from '../pull.ts';
import { emptyWorld, type PodFacts, type World } from '../world.ts';

export const account = '444455556666';
export const role = `arn:aws:iam::${account}:role/node`;
const profile = `arn:aws:iam::${account}:instance-profile/node`;
export const key = `${account}/us-east-1/team/app`;
export const image = `${account}.dkr.ecr.us-east-1.amazonaws.com/team/app:v1`;
export const text = (...Statement: readonly object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement });
export const actions = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
];
export const allow = { Effect: 'Allow', Action: actions, Resource: '*' };
export const web: PodFacts = {
  namespace: 'default',
  name: 'web',
  node: 'node-a',
  serviceAccount: 'default',
  containers: [{ name: 'app', image, imagePullPolicy: 'Always' }],
  imagePullSecrets: [],
};
export const pull: Pull = { kind: 'pod', namespace: 'default', pod: 'web', container: 'app' };

const { ephemeralPorts: _, ...asSeen } = from;
/** The interface of the node. */
export const networkInterface = { ...asSeen, vpcId: 'vpc-1', region: 'us-east-1' };

export function world(
  policies: readonly string[] = [text(allow)],
  repositoryPolicy?: string,
): World {
  return {
    ...emptyWorld,
    accounts: { [account]: absent },
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
    interfaces: { 'i-1': known(networkInterface) },
    networks: { 'vpc-1': known(withNat) },
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
        encryption: { type: 'AES256' },
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

export function withPod(change: Partial<PodFacts>, base = world()): World {
  return { ...base, pods: { 'default/web': known({ ...web, ...change }) } };
}

export function withContainer(change: Partial<PodFacts['containers'][number]>): World {
  return withPod({ containers: [{ name: 'app', image, imagePullPolicy: 'Always', ...change }] });
}

export const needs = ({ needs: all }: Proof) =>
  all.map(({ fact, permission }) => `${fact}: ${permission}`);
