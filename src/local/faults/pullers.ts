import { addOnAccounts } from '../../names/add-on-registries.ts';
import { accountOf, nameOf } from '../../names/arn.ts';
import { parseRepositoryKey } from '../../names/repository.ts';
import type { Store } from '../core/call.ts';
import { eksArn, partKey } from '../eks/clusters.ts';
import { LocalError } from '../errors.ts';
import { uniqueId } from '../services/iam/naming.ts';
import {
  type AccessEntryRecord,
  type EksClusterRecord,
  type EksPartRecord,
  type FargateProfileRecord,
  type NodegroupRecord,
  nameKey,
  type RoleRecord,
} from '../state.ts';
import type { Changes, Fault, Target } from './fault.ts';
import { changeRole, onlyPolicies, tokenAlone } from './iam.ts';
import { changeInstance, instanceOf } from './machine.ts';

const computeType = 'eks.amazonaws.com/compute-type';
const pullOnly = 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly';

/** The emulated cluster, as EKS knows it. */
export function clusterOf({ state }: Pick<Store, 'state'>): EksClusterRecord {
  const [found] = state.eksClusters.list();
  if (found === undefined) throw new LocalError('CANNOT_BREAK', 'EKS has no cluster');
  return found.document;
}

function partOf(cluster: EksClusterRecord, type: string, name: string, now: number): EksPartRecord {
  const { accountId, region, name: of } = cluster;
  const place = { accountId, region };
  const arn = eksArn(place, `${type}/${of}/${name.replace(/^arn:.*:role\//, 'role/')}/fault`);
  return { ...place, cluster: of, name, arn, tags: {}, createdAt: now };
}

function putPart(changes: Changes, collection: string, part: EksPartRecord): void {
  changes.put(`eks.${collection}`, partKey(part), part);
}

/** A role beside the one that pulls, which may pull. @returns its ARN. */
export function putRoleThatMayPull(
  changes: Changes,
  { state, clock }: Pick<Store, 'state' | 'clock'>,
  arn: string,
  service: string,
): string {
  const [accountId, name] = [accountOf(arn) ?? '', nameOf(arn)];
  const there = state.roles.get(nameKey(accountId, name));
  const made: RoleRecord = {
    accountId,
    name,
    path: '/',
    id: uniqueId('AROA'),
    arn,
    createdAt: clock.now(),
    trust: trusting(service),
    maxSessionDuration: 3600,
    inline: {},
    tags: {},
    ...there,
    attached: [...(there?.attached ?? []), pullOnly],
  };
  changes.put('iam.roles', nameKey(accountId, name), made);
  return arn;
}

function trusting(service: string): string {
  const Principal = { Service: service };
  const Action = ['sts:AssumeRole', 'sts:TagSession'];
  const Statement = [{ Effect: 'Allow', Principal, Action }];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** The role may do nothing with ECR, and only that service gives it out. */
function bareRole(changes: Changes, target: Target, service: string): void {
  changeRole(changes, target, (record) => ({
    ...record,
    trust: trusting(service),
    attached: [],
    inline: {},
  }));
}

/** The machine is outside AWS, and has the role that it joined with. */
function makeHybrid(changes: Changes, target: Target, { state }: Pick<Store, 'state'>): void {
  const instance = instanceOf(state, target);
  changeInstance(changes, instance, (record) => ({ ...record, ownRole: target.role }));
  const id = instance.instanceId.replace(/^i-/, 'mi-');
  changes.changeObject('nodes', target.node, (node) => {
    const providerID = `eks-hybrid:///${instance.region}/${clusterOf({ state }).name}/${id}`;
    node.spec = { ...(node.spec as object), providerID };
  });
  changes.mark('nodes', target.node, 'labels', { [computeType]: 'hybrid' });
}

export function beside({ role }: Target, name: string): string {
  return role.replace(/:role\/.*$/, `:role/${name}`);
}

/** Faults in who pulls: another role than somebody thought, or one of another kind. */
export const pullerFaults: readonly Fault[] = [
  {
    cause: 'HW0206',
    needs: ['role', 'pod'],
    inject(changes, target, core) {
      onlyPolicies(changes, target, tokenAlone);
      const arn = beside(target, 'pods-own');
      putRoleThatMayPull(changes, core, arn, 'pods.eks.amazonaws.com');
      changes.mark('serviceaccounts', accountOfPod(changes, target), 'annotations', {
        'eks.amazonaws.com/role-arn': arn,
      });
    },
  },
  {
    cause: 'HW0208',
    needs: ['role', 'pod', 'node'],
    inject(changes, target, { state, clock }) {
      bareRole(changes, target, 'eks-fargate-pods.amazonaws.com');
      const cluster = clusterOf({ state });
      const profile: FargateProfileRecord = {
        ...partOf(cluster, 'fargateprofile', 'apps', clock.now()),
        podExecutionRoleArn: target.role,
        subnets: cluster.subnetIds,
        selectors: [{ namespace: target.pod.split('/')[0] ?? '' }],
      };
      putPart(changes, 'fargate-profiles', profile);
      changeInstance(changes, instanceOf(state, target), (record) => ({
        ...record,
        ownRole: target.role,
      }));
      changes.mark('nodes', target.node, 'labels', { [computeType]: 'fargate' });
      changes.mark('pods', target.pod, 'labels', { 'eks.amazonaws.com/fargate-profile': 'apps' });
    },
  },
  {
    cause: 'HW0302',
    needs: ['role', 'pod'],
    inject(changes, target) {
      changeRole(changes, target, (record) => ({ ...record, attached: [], inline: {} }));
      changes.mark('pods', target.pod, 'labels', { 'app.kubernetes.io/part-of': 'kyverno' });
    },
  },
  {
    cause: 'HW0307',
    needs: ['node'],
    inject(changes, target, { state }) {
      changeInstance(changes, instanceOf(state, target), (record) => ({
        ...record,
        metadataOptions: { httpTokens: 'required', hopLimit: 1, httpEndpoint: 'enabled' },
      }));
    },
  },
  {
    cause: 'HW0308',
    needs: ['role', 'node'],
    inject: makeHybrid,
  },
  {
    cause: 'HW0407',
    needs: ['role', 'node'],
    inject(changes, target, { state, clock }) {
      bareRole(changes, target, 'ssm.amazonaws.com');
      const cluster = clusterOf({ state });
      const entry: AccessEntryRecord = {
        ...partOf(cluster, 'access-entry', target.role, clock.now()),
        principalArn: target.role,
        kubernetesGroups: ['system:bootstrappers', 'system:nodes'],
        username: 'system:node:{{SessionName}}',
        type: 'HYBRID_LINUX',
      };
      putPart(changes, 'access-entries', entry);
      makeHybrid(changes, target, { state });
    },
  },
  {
    cause: 'HW0603',
    needs: ['role', 'node'],
    inject(changes, target, core) {
      onlyPolicies(changes, target, tokenAlone);
      const cluster = clusterOf(core);
      const nodeRole = beside(target, 'node-group');
      putRoleThatMayPull(changes, core, nodeRole, 'ec2.amazonaws.com');
      const group: NodegroupRecord = {
        ...partOf(cluster, 'nodegroup', 'apps', core.clock.now()),
        nodeRole,
        subnets: cluster.subnetIds,
        instanceTypes: ['t3.medium'],
        amiType: 'AL2023_x86_64_STANDARD',
        capacityType: 'ON_DEMAND',
        version: cluster.version,
        releaseVersion: `${cluster.version}.0-20260101`,
        diskSize: 20,
        scaling: { min: 1, max: 2, desired: 1 },
        labels: {},
      };
      putPart(changes, 'nodegroups', group);
      changes.mark('nodes', target.node, 'labels', { 'eks.amazonaws.com/nodegroup': 'apps' });
    },
  },
  {
    cause: 'HW0707',
    needs: ['role', 'repository'],
    inject(changes, target) {
      const { registryId } = parseRepositoryKey(target.repository);
      if (!addOnAccounts.has(registryId)) {
        throw new LocalError(
          'CANNOT_BREAK',
          `${registryId} is no registry of EKS's add-ons; name a repository of 602401143452 for us-east-1`,
        );
      }
      const own = `arn:aws:ecr:*:${accountOf(target.role)}:repository/*`;
      onlyPolicies(changes, target, tokenAlone, {
        Effect: 'Allow',
        Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        Resource: own,
      });
    },
  },
  {
    cause: 'HW0717',
    needs: ['role', 'node'],
    inject(changes, target) {
      changeRole(changes, target, (record) => ({
        ...record,
        attached: ['arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy'],
        inline: {},
      }));
      changes.mark('nodes', target.node, 'labels', { [computeType]: 'auto' });
    },
  },
  {
    cause: 'HW0718',
    needs: ['role'],
    inject(changes, target, core) {
      onlyPolicies(changes, target, tokenAlone);
      putRoleThatMayPull(changes, core, clusterOf(core).roleArn, 'eks.amazonaws.com');
    },
  },
];

/** Key of the pod's service account. */
export function accountOfPod(changes: Changes, { pod }: Target): string {
  const spec = changes.find('pods', pod).spec as { serviceAccountName?: string };
  return `${pod.split('/')[0]}/${spec.serviceAccountName ?? 'default'}`;
}
