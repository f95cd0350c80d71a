// Small clusters with something broken in most of them, for properties that hold of any.
import fc from 'fast-check';
import { absent, type Fact, known, unseen } from '../../fact.ts';
import { pushed } from '../../testing/across-accounts.ts';
import type { ContainerFacts, NodeFacts, PodFacts, World } from '../../world.ts';
import { emptyWorld } from '../../world.ts';
import type { Fleet } from '../fleet.ts';
import {
  account,
  accountsOf,
  key,
  keyOf,
  mostly,
  networksOf,
  other,
  policies,
  role,
  roleOf,
} from './random-policies.ts';

const nodeNames = [
  'ip-10-0-1-12.ec2.internal',
  'ip-10-0-1-13.ec2.internal',
  'node',
  'fargate-ip-10-0-9-9',
];
const idOf = (name: string): string => `i-0abc0000${nodeNames.indexOf(name)}`;
const profile = `arn:aws:iam::${account}:instance-profile/node`;
const hosts = {
  own: `${account}.dkr.ecr.us-east-1.amazonaws.com`,
  other: `${other}.dkr.ecr.us-east-1.amazonaws.com`,
};

const images = [
  `${hosts.own}/app:v1`,
  `${hosts.own}/app:gone`,
  `${hosts.own}/none:v1`,
  `${hosts.other}/shared:v1`,
  'docker.io/library/nginx:1',
  'Not An Image',
];

/** Few images, so that pods are alike. */
const container = (name: string, few: readonly string[]): fc.Arbitrary<ContainerFacts> =>
  fc
    .record({
      image: fc.constantFrom(...few),
      imagePullPolicy: mostly('IfNotPresent', 'Always', 'Never'),
      state: mostly<Partial<ContainerFacts>>(
        {},
        { running: true },
        { ended: true },
        { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image' } },
        { waiting: { reason: 'ErrImagePull', message: '403 Forbidden' } },
        { waiting: { reason: 'CrashLoopBackOff', message: '' } },
      ),
    })
    .map(({ state, ...facts }) => ({ name, ...facts, ...state }));

const pod = (at: number, few: readonly string[]): fc.Arbitrary<PodFacts> =>
  fc
    .record({
      namespace: fc.constantFrom('default', 'shop'),
      node: fc.option(fc.constantFrom(...nodeNames), { nil: undefined }),
      containers: fc.tuple(container('app', few), container('sidecar', few)),
      owner: fc.constantFrom(
        undefined,
        { kind: 'Deployment', name: 'web', hasEarlierRevision: true },
        { kind: 'Deployment', name: 'api' },
        { kind: 'Job', name: 'once' },
      ),
      imagePullSecrets: mostly<string[]>([], ['s'], ['unseen'], ['none']),
      serviceAccount: fc.constantFrom('default', 'web'),
      events: mostly<readonly string[]>(
        [],
        ['Failed to pull image "x": no basic auth credentials'],
      ),
    })
    .map(({ node, owner, events, ...facts }) => ({
      name: `pod-${at}`,
      ...facts,
      ...(node === undefined ? {} : { node }),
      ...(owner === undefined ? {} : { owner }),
      ...(events.length === 0 ? {} : { events }),
    }));

const node = (name: string, isTold: boolean): fc.Arbitrary<Fact<NodeFacts>> =>
  fc
    .record({
      provider: mostly<Fact<{ configured: boolean; failures: number }>>(
        isTold
          ? known({ configured: true, failures: 0 })
          : unseen(`credential provider of node ${name}`, 'kubelet 1.34 or newer'),
        known({ configured: true, failures: 0 }),
        known({ configured: true, failures: 3 }),
        known({ configured: false, failures: 0 }),
      ),
      architecture: mostly('amd64', 'arm64'),
      lies: fc.subarray(images),
      isSeen: mostly(true, false),
    })
    .map(({ provider, architecture, lies, isSeen }) =>
      isSeen
        ? known({
            name,
            providerId: `aws:///us-east-1${'ab'[nodeNames.indexOf(name) % 2]}/${idOf(name)}`,
            platform: { os: 'linux', architecture },
            ready: true,
            credentialProvider: provider,
            images: lies,
          })
        : unseen(`node ${name}`, 'get nodes'),
    );

const worldOf = (
  few: readonly string[],
  isTold: boolean,
  hasProfile: boolean,
): fc.Arbitrary<World> =>
  fc
    .record({
      pods: fc.tuple(...[0, 1, 2, 3, 4, 5].map((at) => pod(at, few))),
      nodes: fc.tuple(...nodeNames.map((name) => node(name, isTold))),
      profiles: fc.array(mostly<string | undefined>(hasProfile ? profile : undefined, profile), {
        minLength: 4,
        maxLength: 4,
      }),
      policies,
      secret: mostly(200, 401),
    })
    .map(({ pods, nodes, profiles, policies: drawn, secret }) => ({
      ...emptyWorld,
      ...networksOf(drawn, nodeNames.map(idOf)),
      pods: Object.fromEntries(pods.map((one) => [`${one.namespace}/${one.name}`, known(one)])),
      nodes: Object.fromEntries(nodes.map((fact, at) => [nodeNames[at] ?? '', fact])),
      instances: Object.fromEntries(
        nodeNames.map((name, at) => {
          const instanceProfile = profiles[at];
          return [
            idOf(name),
            known({
              accountId: account,
              ...(instanceProfile === undefined ? {} : { instanceProfile }),
            }),
          ];
        }),
      ),
      instanceProfiles: { [profile]: known({ role }) },
      roles: { [role]: roleOf(drawn) },
      keys: { [key]: keyOf(drawn) },
      accounts: accountsOf(drawn),
      repositories: {
        [`${account}/us-east-1/app`]: known({
          policy: absent,
          tags: known({}),
          imageTags: known(['v1']),
          encryption: { type: 'AES256' },
        }),
        [`${account}/us-east-1/none`]: absent,
        [`${other}/us-east-1/shared`]: known({
          policy: drawn.repository,
          tags: known({}),
          imageTags: known(['v1']),
          encryption: { type: 'KMS', key },
        }),
      },
      registryPolicies: {
        [`${account}/us-east-1`]: absent,
        [`${other}/us-east-1`]: drawn.registry,
      },
      cachePrefixes: { [`${account}/us-east-1`]: known([]), [`${other}/us-east-1`]: known([]) },
      images: {
        [`${account}/us-east-1/app:v1`]: known({
          ...pushed,
          platforms: known([{ os: 'linux', architecture: 'amd64' }]),
        }),
        [`${account}/us-east-1/app:gone`]: absent,
        [`${account}/us-east-1/none:v1`]: absent,
        [`${other}/us-east-1/shared:v1`]: known(pushed),
      },
      secrets: Object.fromEntries(
        ['default', 'shop'].map((namespace) => [
          `${namespace}/s`,
          known({
            type: 'kubernetes.io/dockerconfigjson',
            registries: [
              {
                location: hosts.own,
                username: 'AWS',
                accepted: known({ status: secret, message: 'expired' }),
              },
            ],
          }),
        ]),
      ),
    }));

const world: fc.Arbitrary<World> = fc
  .tuple(fc.subarray(images, { minLength: 1, maxLength: 2 }), fc.boolean(), fc.boolean())
  .chain(([few, isTold, hasProfile]) => worldOf(few, isTold, hasProfile));

/** Fleets of six pods with two containers each. */
export const fleets: fc.Arbitrary<Fleet> = world.map((one) => ({
  world: one,
  pods: Object.fromEntries(Object.keys(one.pods).map((key) => [key, { labels: {} }])),
  expiries: {},
  needs: [],
}));
