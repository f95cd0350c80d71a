import { humanDuration } from './age.ts';
import type { Stored } from './object-store.ts';
import { summarizePod } from './pod-summary.ts';
import { type Resource, resources } from './resources.ts';
import type { CoreEvent, Node, Pod } from './types.ts';
import type { WorkloadSpec } from './workload.ts';

/** A column of `kubectl get`. */
export interface Column {
  readonly name: string;
  readonly type?: 'string' | 'integer' | 'date';
  /** Shown with `-o wide` only. */
  readonly wide?: boolean;
  readonly value: (object: Stored, now: number) => string | number;
}

const age: Column = {
  name: 'Age',
  value: ({ metadata }, now) => since(metadata.creationTimestamp, now),
};
const name: Column = { name: 'Name', value: ({ metadata }) => metadata.name };
const status = (object: Stored): Record<string, number | undefined> =>
  (object.status ?? {}) as Record<string, number | undefined>;
const spec = (object: Stored): WorkloadSpec => (object.spec ?? {}) as WorkloadSpec;
const keys = (value: unknown): number => Object.keys((value ?? {}) as object).length;
const templateOf = (object: Stored) => spec(object).template?.spec?.containers ?? [];
const workloadWide: readonly Column[] = [
  {
    name: 'Containers',
    wide: true,
    value: (object) =>
      templateOf(object)
        .map((one) => one.name)
        .join(','),
  },
  {
    name: 'Images',
    wide: true,
    value: (object) =>
      templateOf(object)
        .map((one) => one.image)
        .join(','),
  },
  {
    name: 'Selector',
    wide: true,
    value: (object) =>
      Object.entries(spec(object).selector?.matchLabels ?? {})
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
  },
];

/** Columns of `kubectl get`, as the API server's printers define them. */
const columns = new Map<Resource, readonly Column[]>([
  [
    resources.pods,
    [
      name,
      { name: 'Ready', value: (object) => summarizePod(object as Stored & Pod).ready },
      { name: 'Status', value: (object) => summarizePod(object as Stored & Pod).status },
      { name: 'Restarts', value: (object) => summarizePod(object as Stored & Pod).restarts },
      age,
      {
        name: 'IP',
        wide: true,
        value: (object) => (object as Stored & Pod).status?.podIP ?? '<none>',
      },
      {
        name: 'Node',
        wide: true,
        value: (object) => (object as Stored & Pod).spec.nodeName ?? '<none>',
      },
      { name: 'Nominated Node', wide: true, value: () => '<none>' },
      { name: 'Readiness Gates', wide: true, value: () => '<none>' },
    ],
  ],
  [
    resources.nodes,
    [
      name,
      { name: 'Status', value: (object) => nodeStatus(object as Stored & Node) },
      { name: 'Roles', value: () => '<none>' },
      age,
      { name: 'Version', value: (object) => nodeInfo(object)?.kubeletVersion ?? '' },
      { name: 'Internal-IP', wide: true, value: (object) => nodeAddress(object as Stored & Node) },
      { name: 'External-IP', wide: true, value: () => '<none>' },
      { name: 'OS-Image', wide: true, value: (object) => nodeInfo(object)?.osImage ?? '<unknown>' },
      {
        name: 'Kernel-Version',
        wide: true,
        value: (object) => nodeInfo(object)?.kernelVersion ?? '<unknown>',
      },
      {
        name: 'Container-Runtime',
        wide: true,
        value: (object) => nodeInfo(object)?.containerRuntimeVersion ?? '<unknown>',
      },
    ],
  ],
  [
    resources.namespaces,
    [name, { name: 'Status', value: (object) => String(status(object).phase ?? 'Active') }, age],
  ],
  [
    resources.deployments,
    [
      name,
      {
        name: 'Ready',
        value: (object) => `${status(object).readyReplicas ?? 0}/${spec(object).replicas ?? 0}`,
      },
      {
        name: 'Up-to-date',
        type: 'integer',
        value: (object) => status(object).updatedReplicas ?? 0,
      },
      {
        name: 'Available',
        type: 'integer',
        value: (object) => status(object).availableReplicas ?? 0,
      },
      age,
      ...workloadWide,
    ],
  ],
  [
    resources.replicasets,
    [
      name,
      { name: 'Desired', type: 'integer', value: (object) => spec(object).replicas ?? 0 },
      { name: 'Current', type: 'integer', value: (object) => status(object).replicas ?? 0 },
      { name: 'Ready', type: 'integer', value: (object) => status(object).readyReplicas ?? 0 },
      age,
      ...workloadWide,
    ],
  ],
  [
    resources.serviceaccounts,
    [name, { name: 'Secrets', type: 'integer', value: ({ secrets }) => keys(secrets) }, age],
  ],
  [
    resources.secrets,
    [
      name,
      { name: 'Type', value: ({ type }) => String(type ?? 'Opaque') },
      { name: 'Data', type: 'integer', value: ({ data }) => keys(data) },
      age,
    ],
  ],
  [
    resources.configmaps,
    [name, { name: 'Data', type: 'integer', value: ({ data }) => keys(data) }, age],
  ],
  [
    resources.events,
    [
      {
        name: 'Last Seen',
        value: (object, now) => since(lastSeen(object as Stored & CoreEvent), now),
      },
      { name: 'Type', value: ({ type }) => String(type) },
      { name: 'Reason', value: ({ reason }) => String(reason) },
      { name: 'Object', value: (object) => involved(object as Stored & CoreEvent) },
      {
        name: 'Subobject',
        wide: true,
        value: (object) => (object as Stored & CoreEvent).involvedObject.fieldPath ?? '',
      },
      {
        name: 'Source',
        wide: true,
        value: (object) => {
          const { source } = object as Stored & CoreEvent;
          return [source?.component, source?.host].filter(Boolean).join(', ');
        },
      },
      { name: 'Message', value: ({ message }) => String(message) },
      {
        name: 'Count',
        type: 'integer',
        wide: true,
        value: (object) => (object as Stored & CoreEvent).count ?? 1,
      },
      { ...name, wide: true },
    ],
  ],
  [
    resources.leases,
    [
      name,
      {
        name: 'Holder',
        value: (object) =>
          String((object.spec as { holderIdentity?: string })?.holderIdentity ?? ''),
      },
      age,
    ],
  ],
]);

/** The columns of a resource; by default name and age. */
export function columnsOf(resource: Resource): readonly Column[] {
  return columns.get(resource) ?? [name, age];
}

function since(time: string | null | undefined, now: number): string {
  return time ? humanDuration(now - Date.parse(time)) : '<unknown>';
}

function lastSeen({
  lastTimestamp,
  eventTime,
  firstTimestamp,
}: CoreEvent): string | null | undefined {
  return lastTimestamp ?? eventTime ?? firstTimestamp;
}

function involved({ involvedObject }: CoreEvent): string {
  return `${(involvedObject.kind ?? '').toLowerCase()}/${involvedObject.name ?? ''}`;
}

function nodeInfo(object: Stored): NonNullable<Node['status']>['nodeInfo'] {
  return (object as Stored & Node).status?.nodeInfo;
}

function nodeAddress({ status: { addresses = [] } = {} }: Node): string {
  return addresses.find(({ type }) => type === 'InternalIP')?.address ?? '<none>';
}

function nodeStatus({ spec: { unschedulable }, status: { conditions = [] } = {} }: Node): string {
  const ready = conditions.find(({ type }) => type === 'Ready')?.status === 'True';
  return `${ready ? 'Ready' : 'NotReady'}${unschedulable ? ',SchedulingDisabled' : ''}`;
}
