// A cluster as large ones are: deployments of some replicas over many nodes, images of many repositories, some of it broken.

import { absent, known, unseen } from '../../src/chain/fact.ts';
import type { Fleet, FleetPod } from '../../src/chain/fleet/fleet.ts';
import { networkInterface } from '../../src/chain/testing/one-account.ts';
import {
  emptyWorld,
  type Facts,
  type ImageFacts,
  type InstanceFacts,
  type NodeFacts,
  type PodFacts,
  type RepositoryFacts,
  type World,
} from '../../src/chain/world.ts';
import { withNat } from '../../src/network/testing/private-vpc.ts';

export interface Size {
  readonly pods: number;
  readonly nodes: number;
  readonly repositories: number;
}

const account = '111122223333';
const other = '444455556666';
const region = 'eu-west-1';
const replicas = 10;
/** Groups of nodes; the nodes of a group are alike. */
const pools = 4;
const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchCheckLayerAvailability'];
const profileOf = (pool: number): string => `arn:aws:iam::${account}:instance-profile/pool-${pool}`;
const roleOf = (pool: number): string => `arn:aws:iam::${account}:role/pool-${pool}`;
const document = (...Statement: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });

/** Every tenth repository is another account's, every twentieth of those without a policy; every fiftieth tag is gone. */
export function madeFleet({ pods, nodes, repositories }: Size): Fleet {
  const world: World = {
    ...emptyWorld,
    seenAt: '2026-11-28T12:00:00.000Z',
    nodes: Object.fromEntries(range(nodes).map((at) => [nodeName(at), known(node(at))])),
    instances: Object.fromEntries(range(nodes).map((at) => [instanceId(at), known(instance(at))])),
    interfaces: Object.fromEntries(
      range(nodes).map((at) => [
        instanceId(at),
        known({ ...networkInterface, privateIp: `10.0.1.${4 + (at % 250)}` }),
      ]),
    ),
    networks: { 'vpc-1': known(withNat) },
    instanceProfiles: facts(range(pools), profileOf, (pool) => ({ role: roleOf(pool) })),
    roles: facts(range(pools), roleOf, role),
    repositories: Object.fromEntries(
      range(repositories).map((at) => [repositoryKey(at), known(repository(at))]),
    ),
    registryPolicies: { [`${account}/${region}`]: absent, [`${other}/${region}`]: absent },
    cachePrefixes: {
      [`${account}/${region}`]: known(['docker-hub']),
      [`${other}/${region}`]: known([]),
    },
    images: Object.fromEntries(range(repositories).flatMap(images)),
    pods: facts(
      range(pods),
      (at) => `${namespaceOf(at)}/${podName(at)}`,
      (at) => pod(at, nodes, repositories),
    ),
  };
  const entries = Object.keys(world.pods).map((key): [string, FleetPod] => [
    key,
    { labels: { app: key.slice(key.indexOf('/') + 1).replace(/-\d+$/, '') } },
  ]);
  return { world, pods: Object.fromEntries(entries), expiries: {}, needs: [] };
}

function pod(at: number, nodes: number, repositories: number): PodFacts {
  const app = Math.floor(at / replicas);
  const repository = app % repositories;
  const isGone = app % 50 === 7;
  const image = `${uriOf(repository)}:${isGone ? 'v9' : `v${app % 3}`}`;
  const sidecar = `${uriOf(0)}:v1`;
  return {
    namespace: namespaceOf(at),
    name: podName(at),
    node: nodeName((at * 7) % nodes),
    serviceAccount: `app-${app}`,
    owner: { kind: 'Deployment', name: `app-${app}`, hasEarlierRevision: app % 2 === 0 },
    containers: [
      { name: 'init', image: sidecar, imagePullPolicy: 'IfNotPresent', ended: true },
      isGone && at % 2 === 0
        ? {
            name: 'app',
            image,
            imagePullPolicy: 'IfNotPresent',
            waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` },
          }
        : { name: 'app', image, imagePullPolicy: 'IfNotPresent', running: true },
    ],
    imagePullSecrets: [],
    ...(isGone ? { events: [`Failed to pull image "${image}": ${image}: not found`] } : {}),
  };
}

function node(at: number): NodeFacts {
  return {
    name: nodeName(at),
    providerId: `aws:///${region}${'abc'[at % 3]}/${instanceId(at)}`,
    platform: { os: 'linux', architecture: at % pools === 3 ? 'arm64' : 'amd64' },
    ready: true,
    // Kubelets before 1.34 do not tell.
    credentialProvider:
      at % pools === 2
        ? unseen(`credential provider of node ${nodeName(at)}`, 'kubelet 1.34 or newer')
        : known({ configured: true, failures: at % 4 }),
    images: range(50).flatMap((image) => [
      `${uriOf((at + image) % 500)}:v1`,
      `${uriOf((at + image) % 500)}@sha256:${String(image).padStart(64, '0')}`,
    ]),
  };
}

function instance(at: number): InstanceFacts {
  return { accountId: account, instanceProfile: profileOf(at % pools) };
}

function role(pool: number) {
  return {
    arn: roleOf(pool),
    trust: document({
      Effect: 'Allow',
      Principal: { Service: 'ec2.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    policies: [
      {
        name: 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
        document: document({
          Effect: 'Allow',
          Action: ['ecr:GetAuthorizationToken', ...pull],
          Resource: '*',
        }),
      },
    ],
    tags: { team: `pool-${pool}` },
  };
}

function repository(at: number): RepositoryFacts {
  const isShared = at % 10 === 0 && at % 200 !== 0;
  const share = document({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: pull,
  });
  return {
    policy: isShared ? known(share) : absent,
    tags: known({ service: `s-${at}` }),
    imageTags: known(['v0', 'v1', 'v2']),
  };
}

function images(at: number): [string, Facts<ImageFacts>[string]][] {
  const image: ImageFacts = {
    digest: `sha256:${String(at).padStart(64, '0')}`,
    status: 'ACTIVE',
    mediaType: 'application/vnd.oci.image.index.v1+json',
    platforms: known([
      { os: 'linux', architecture: 'amd64' },
      ...(at % 25 === 4 ? [] : [{ os: 'linux', architecture: 'arm64' }]),
    ]),
    missingBlobs: known([]),
  };
  return [
    ...range(3).map((tag): [string, Facts<ImageFacts>[string]] => [
      `${repositoryKey(at)}:v${tag}`,
      known(image),
    ]),
    [`${repositoryKey(at)}:v9`, absent],
  ];
}

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);
const nodeName = (at: number): string =>
  `ip-10-${at >> 8}-${at & 255}-17.${region}.compute.internal`;
const instanceId = (at: number): string => `i-${(0x0abc0000 + at).toString(16).padStart(17, '0')}`;
const namespaceOf = (at: number): string => `team-${Math.floor(at / replicas) % 50}`;
const podName = (at: number): string => `app-${Math.floor(at / replicas)}-${at % replicas}`;
const ownerOf = (at: number): string => (at % 10 === 0 ? other : account);
const repositoryKey = (at: number): string => `${ownerOf(at)}/${region}/team/service-${at}`;
const uriOf = (at: number): string =>
  `${ownerOf(at)}.dkr.ecr.${region}.amazonaws.com/team/service-${at}`;

function facts<Value>(
  all: readonly number[],
  keyOf: (at: number) => string,
  factOf: (at: number) => Value,
): Facts<Value> {
  return Object.fromEntries(all.map((at) => [keyOf(at), known(factOf(at))]));
}
