import type {
  Condition,
  ContainerState,
  ContainerStatus,
  Pod,
  PodStatus,
} from '../k8s-api/types.ts';

/** A node's state of one container. */
export interface ContainerRecord {
  /** The requested image; with another one the container is created again. */
  readonly image: string;
  readonly imageID: string;
  readonly containerID?: string;
  readonly restartCount: number;
  readonly state: ContainerState;
  /** Its last termination. */
  readonly lastState?: ContainerState;
}

export interface PodFacts {
  readonly inits: ReadonlyMap<string, ContainerRecord>;
  readonly containers: ReadonlyMap<string, ContainerRecord>;
  readonly startTime: string;
  readonly podIP: string;
  readonly hostIP: string;
  /** RFC 3339. */
  readonly now: string;
}

/** The status that a kubelet writes for a pod (pkg/kubelet/kubelet_pods.go, generateAPIPodStatus). */
export function podStatus(pod: Pod, facts: PodFacts): PodStatus {
  const initContainerStatuses = (pod.spec.initContainers ?? []).map(({ name, image }) =>
    statusOf(name, image, facts.inits.get(name)),
  );
  const containerStatuses = pod.spec.containers.map(({ name, image }) =>
    statusOf(name, image, facts.containers.get(name)),
  );
  const initialized = initContainerStatuses.every(({ state }) => state?.terminated?.exitCode === 0);
  const ready = containerStatuses.every((status) => status.ready);
  const waiting = containerStatuses.filter((status) => !status.ready).map(({ name }) => name);
  const notReady = {
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${waiting.join(' ')}]`,
  };
  const conditions: [string, boolean, object?][] = [
    ['PodReadyToStartContainers', true],
    ['Initialized', initialized, { reason: 'ContainersNotInitialized' }],
    ['Ready', ready, notReady],
    ['ContainersReady', ready, notReady],
    ['PodScheduled', true],
  ];
  return {
    phase: phaseOf(pod, containerStatuses),
    conditions: conditions.map(([type, holds, why]) =>
      condition(pod.status?.conditions, type, holds, holds ? {} : (why ?? {}), facts.now),
    ),
    ...(initContainerStatuses.length > 0 ? { initContainerStatuses } : {}),
    containerStatuses,
    startTime: facts.startTime,
    hostIP: facts.hostIP,
    hostIPs: [{ ip: facts.hostIP }],
    podIP: facts.podIP,
    podIPs: [{ ip: facts.podIP }],
    qosClass: pod.status?.qosClass ?? 'BestEffort',
  };
}

/** A pod whose containers have been started is running, even while they wait for a restart. */
function phaseOf({ spec }: Pod, statuses: readonly ContainerStatus[]): PodStatus['phase'] {
  const ended = statuses.every(({ state }) => state?.terminated !== undefined);
  if (ended && spec.restartPolicy === 'Never') {
    const failed = statuses.some(({ state }) => state?.terminated?.exitCode !== 0);
    return failed ? 'Failed' : 'Succeeded';
  }
  const started = statuses.some(({ containerID }) => containerID !== undefined);
  return started || statuses.every(({ ready }) => ready) ? 'Running' : 'Pending';
}

function statusOf(
  name: string,
  image: string,
  record: ContainerRecord | undefined,
): ContainerStatus {
  const state = record?.state ?? { waiting: { reason: 'PodInitializing' } };
  const running = state.running !== undefined;
  return {
    name,
    image,
    imageID: record?.imageID ?? '',
    ...(record?.containerID ? { containerID: record.containerID } : {}),
    ready: running || state.terminated?.exitCode === 0,
    started: running,
    restartCount: record?.restartCount ?? 0,
    state,
    lastState: record?.lastState ?? {},
  };
}

/** The transition time moves only when the status does. */
function condition(
  before: readonly Condition[] | undefined,
  type: string,
  holds: boolean,
  why: object,
  now: string,
): Condition {
  const status = holds ? 'True' : 'False';
  const old = before?.find((one) => one.type === type);
  const since = old?.status === status ? (old.lastTransitionTime ?? now) : now;
  return { type, status, lastProbeTime: null, lastTransitionTime: since, ...why };
}
