// A pod on a node of one account, whose image is in a repository of another, and changes to that world.
import { withNat } from '../../network/testing/private-vpc.ts';
import { absent, known } from '../fact.ts';
import { notLookedAt } from '../not-looked-at.ts';
import type { Proof } from '../proof.ts';
import type { Pull } from '../pull.ts';
import { subjectOf } from '../subject.ts';
import {
  emptyWorld,
  type ImageFacts,
  type NodeFacts,
  type PodFacts,
  type World,
} from '../world.ts';
import { networkInterface } from './one-account.ts';

export const role = 'arn:aws:iam::111122223333:role/node';
const profile = 'arn:aws:iam::111122223333:instance-profile/node';
export const key = '444455556666/us-east-1/team/app';
export const image = '444455556666.dkr.ecr.us-east-1.amazonaws.com/team/app:v1';
export const pod: Pull = { kind: 'pod', namespace: 'default', pod: 'web', container: 'app' };

export const document = (...Statement: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });
export const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
export const allow = {
  Effect: 'Allow',
  Action: ['ecr:GetAuthorizationToken', ...pull],
  Resource: '*',
};
export const share = { Effect: 'Allow', Principal: { AWS: role }, Action: pull };
const trust = document({
  Effect: 'Allow',
  Principal: { Service: 'ec2.amazonaws.com' },
  Action: 'sts:AssumeRole',
});

export const node: NodeFacts = {
  name: 'node-a',
  providerId: 'aws:///us-east-1a/i-1',
  platform: { os: 'linux', architecture: 'arm64' },
  ready: true,
  credentialProvider: known({ configured: true, failures: 0 }),
  images: [],
};
export const web: PodFacts = {
  namespace: 'default',
  name: 'web',
  node: 'node-a',
  serviceAccount: 'default',
  containers: [{ name: 'app', image, imagePullPolicy: 'IfNotPresent' }],
  imagePullSecrets: [],
};
export const pushed: ImageFacts = {
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
export const healthy: World = {
  ...emptyWorld,
  accounts: { '111122223333': absent, '444455556666': absent },
  pods: { 'default/web': known(web) },
  nodes: { 'node-a': known(node) },
  instances: { 'i-1': known({ accountId: '111122223333', instanceProfile: profile }) },
  interfaces: { 'i-1': known(networkInterface) },
  networks: { 'vpc-1': known(withNat) },
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
    [key]: known({
      policy: known(document(share)),
      tags: known({}),
      imageTags: known(['v1']),
      encryption: { type: 'AES256' } as const,
    }),
  },
  registryPolicies: { '444455556666/us-east-1': absent },
  cachePrefixes: { '444455556666/us-east-1': known(['hub']) },
  images: { [`${key}:v1`]: known(pushed) },
};

export const notLooked = notLookedAt(subjectOf(pod, healthy));

export const codes = ({ causes }: Proof): string[] => causes.map(({ code }) => code);
export const statusOf = ({ links }: Proof, name: string) =>
  links.find(({ link }) => link === name)?.status;

export function withRole(...policies: readonly string[]): World {
  const documents = policies.map((text, index) => ({ name: `policy-${index}`, document: text }));
  return {
    ...healthy,
    roles: { [role]: known({ arn: role, trust, policies: documents, tags: {} }) },
  };
}

export function withRepositoryPolicy(policy: string | undefined): World {
  const fact = policy === undefined ? absent : known(policy);
  const repository = {
    policy: fact,
    tags: known({}),
    imageTags: known(['v1']),
    encryption: { type: 'AES256' } as const,
  };
  return { ...healthy, repositories: { [key]: known(repository) } };
}
