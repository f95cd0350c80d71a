import { randomUUID } from 'node:crypto';
import type { Operation } from '../../core/service.ts';
import { eksArn } from '../../eks/clusters.ts';
import type { AccessEntryRecord } from '../../state.ts';
import {
  deletePart,
  onCluster,
  type Paging,
  type Part,
  pageOf,
  partsOf,
  placeOf,
  putPart,
  requirePart,
} from './cluster-parts.ts';
import { eksErrors } from './errors.ts';
import type { AccessEntry, Outputs } from './outputs.generated.ts';

const entries: Part<AccessEntryRecord> = {
  collection: ({ accessEntries }) => accessEntries,
  arnType: 'access-entry',
  missing: (name) =>
    `The specified principalArn could not be found: ${name}. You can view your available access entries with 'list-access-entries'.`,
};

function render(entry: AccessEntryRecord): AccessEntry {
  return {
    clusterName: entry.cluster,
    principalArn: entry.principalArn,
    kubernetesGroups: entry.kubernetesGroups,
    accessEntryArn: entry.arn,
    createdAt: new Date(entry.createdAt),
    modifiedAt: new Date(entry.createdAt),
    tags: entry.tags,
    username: entry.username,
    type: entry.type,
  };
}

interface OneEntry {
  readonly clusterName: string;
  readonly principalArn: string;
}

interface CreateEntry extends OneEntry {
  readonly kubernetesGroups?: readonly string[];
  readonly username?: string;
  readonly type?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Types of nodes, whose groups EKS sets (EKS User Guide, "Create access entries"). */
const nodeTypes: readonly string[] = [
  'EC2_LINUX',
  'EC2_WINDOWS',
  'FARGATE_LINUX',
  'HYBRID_LINUX',
  'EC2',
  'HYPERPOD_LINUX',
];

const create = onCluster<CreateEntry, Outputs['CreateAccessEntry']>(
  'CreateAccessEntry',
  undefined,
  () => undefined,
  (input, call) => {
    const { clusterName: cluster, principalArn, type = 'STANDARD' } = input;
    const place = placeOf(call);
    const parts = /^arn:[\w-]+:iam::(\d{12}):(role|user)\/(.+)$/.exec(principalArn);
    if (parts === null) {
      throw eksErrors.invalidParameter(`The principalArn parameter format is not valid`);
    }
    if (partsOf(entries, call, cluster).some((entry) => entry.principalArn === principalArn)) {
      throw eksErrors.inUse(
        'The specified access entry resource is already in use on this cluster.',
      );
    }
    const [, account = '', kind = '', name = ''] = parts;
    const isNode = nodeTypes.includes(type);
    const username = isNode
      ? 'system:node:{{EC2PrivateDNSName}}'
      : kind === 'role'
        ? `arn:aws:sts::${account}:assumed-role/${name.split('/').at(-1)}/{{SessionName}}`
        : principalArn;
    const made = putPart<AccessEntryRecord>(entries, call, {
      ...place,
      cluster,
      name: principalArn,
      arn: eksArn(place, `access-entry/${cluster}/${kind}/${account}/${name}/${randomUUID()}`),
      createdAt: call.now,
      principalArn,
      kubernetesGroups: isNode ? ['system:nodes'] : (input.kubernetesGroups ?? []),
      username: input.username ?? username,
      type,
      tags: input.tags ?? {},
    });
    return { accessEntry: render(made) };
  },
);

/** The name by which IAM's resources call an entry. */
function nameOf({ principalArn }: OneEntry): string {
  const [, , , , account = '', rest = ''] = principalArn.split(':');
  const [kind = '', ...name] = rest.split('/');
  return `${kind}/${account}/${name.join('/')}`;
}

const describe = onCluster<OneEntry, Outputs['DescribeAccessEntry']>(
  'DescribeAccessEntry',
  entries,
  nameOf,
  ({ clusterName, principalArn }, call) => ({
    accessEntry: render(requirePart(entries, call, clusterName, principalArn)),
  }),
);

const remove = onCluster<OneEntry, Outputs['DeleteAccessEntry']>(
  'DeleteAccessEntry',
  entries,
  nameOf,
  ({ clusterName, principalArn }, call) => {
    deletePart(entries, call, clusterName, principalArn);
    return {};
  },
);

const list = onCluster<Paging & { readonly clusterName: string }, Outputs['ListAccessEntries']>(
  'ListAccessEntries',
  undefined,
  () => undefined,
  (input, call) => {
    const { items, nextToken } = pageOf(partsOf(entries, call, input.clusterName), input);
    return { accessEntries: items.map(({ principalArn }) => principalArn), nextToken };
  },
);

export const accessEntryOperations: Readonly<Record<string, Operation>> = {
  CreateAccessEntry: create,
  DescribeAccessEntry: describe,
  DeleteAccessEntry: remove,
  ListAccessEntries: list,
};
