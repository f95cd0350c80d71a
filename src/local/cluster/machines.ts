import { randomBytes } from 'node:crypto';
import type { Core, Store } from '../core/call.ts';
import { LocalError } from '../errors.ts';
import { iamArn, uniqueId } from '../services/iam/naming.ts';
import {
  type InstanceProfileRecord,
  type InstanceRecord,
  nameKey,
  type RoleRecord,
} from '../state.ts';
import { clusterName, ensureNodeNetwork } from '../vpc/node-network.ts';

/** The options of a new machine; all have a default. */
export interface MachineRequest {
  readonly name?: string;
  readonly account?: string;
  readonly region?: string;
  /** Name of the role in its instance profile; created, with the policies of an EKS node, when absent. */
  readonly role?: string;
  readonly architecture?: 'amd64' | 'arm64';
  readonly external?: boolean;
  /** Such as `v1.35.4`; the cluster's when absent. */
  readonly kubeletVersion?: string;
  /** Such as `1.7.27`. */
  readonly containerdVersion?: string;
}

/** The versions of a current EKS node. */
export const defaultVersions = { kubelet: 'v1.34.2-eks-ecaa3a6', containerd: '2.1.5' };

/** The policies that EKS attaches to a node role (EKS User Guide, "Amazon EKS node IAM role"). */
const nodePolicies = [
  'AmazonEKSWorkerNodePolicy',
  'AmazonEC2ContainerRegistryPullOnly',
  'AmazonEKS_CNI_Policy',
].map((name) => `arn:aws:iam::aws:policy/${name}`);

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

/** Creates a machine, with its instance profile and node role when they do not exist. */
export function launch(core: Core, request: MachineRequest): InstanceRecord {
  const { state, settings, clock } = core;
  const region = request.region ?? settings.defaultRegion;
  const accountId = request.account ?? settings.defaultAccount;
  const privateIp = nextAddress(core);
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
  const nodeName = request.name ?? `ip-${privateIp.replaceAll('.', '-')}.${domain}`;
  if (state.instances.list().some(({ document }) => document.nodeName === nodeName)) {
    throw new LocalError('NO_SUCH_NODE', `there is a node ${nodeName} already`);
  }
  const instance: InstanceRecord = {
    instanceId: `i-0${randomBytes(8).toString('hex')}`,
    accountId,
    region,
    nodeName,
    architecture: request.architecture === 'arm64' ? 'arm64' : 'x86_64',
    privateIp,
    instanceProfile: ensureProfile(core, accountId, request.role ?? 'hawser-node').arn,
    credentialProvider: true,
    external: request.external ?? false,
    launchedAt: clock.now(),
    ...(request.kubeletVersion ? { kubeletVersion: request.kubeletVersion } : {}),
    ...(request.containerdVersion ? { containerdVersion: request.containerdVersion } : {}),
  };
  state.instances.put(instance.instanceId, instance);
  ensureNodeNetwork(state.network, clusterName, instance);
  return instance;
}

function nextAddress({ state }: Store): string {
  const number = 10 + state.instances.count();
  return `10.0.${Math.floor(number / 250)}.${number % 250}`;
}

function ensureProfile(core: Core, accountId: string, name: string): InstanceProfileRecord {
  const { state, clock } = core;
  ensureRole(core, accountId, name);
  const known = state.instanceProfiles.get(nameKey(accountId, name));
  if (known !== undefined) return known;
  const made: InstanceProfileRecord = {
    accountId,
    name,
    path: '/',
    id: uniqueId('AIPA'),
    arn: iamArn(accountId, 'instance-profile', '/', name),
    createdAt: clock.now(),
    role: name,
    tags: {},
  };
  state.instanceProfiles.put(nameKey(accountId, name), made);
  return made;
}

function ensureRole({ state, clock }: Core, accountId: string, name: string): void {
  if (state.roles.get(nameKey(accountId, name)) !== undefined) return;
  const made: RoleRecord = {
    accountId,
    name,
    path: '/',
    id: uniqueId('AROA'),
    arn: iamArn(accountId, 'role', '/', name),
    createdAt: clock.now(),
    trust,
    maxSessionDuration: 3600,
    inline: {},
    attached: nodePolicies,
    tags: {},
  };
  state.roles.put(nameKey(accountId, name), made);
}
