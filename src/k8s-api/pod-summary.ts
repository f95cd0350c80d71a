import type { ContainerStatus, Pod } from './types.ts';

/** The status that `kubectl get pods` prints for a pod (pkg/printers/internalversion/printers.go, printPod). */
export interface PodSummary {
  readonly ready: string;
  readonly status: string;
  readonly restarts: number;
}

export function summarizePod({ metadata, spec, status }: Pod): PodSummary {
  const containers = status?.containerStatuses ?? [];
  const ready = containers.filter((one) => one.ready).length;
  return {
    ready: `${ready}/${spec.containers.length}`,
    status: metadata.deletionTimestamp === undefined ? reasonOf(spec, status) : 'Terminating',
    restarts: containers.reduce((sum, { restartCount }) => sum + restartCount, 0),
  };
}

function reasonOf(spec: Pod['spec'], status: Pod['status']): string {
  const overall = status?.reason ?? status?.phase ?? 'Pending';
  const inits = status?.initContainerStatuses ?? [];
  const pending = inits.findIndex(({ state }) => state?.terminated?.exitCode !== 0);
  if (pending !== -1) {
    const reason = inits[pending]?.state?.waiting?.reason;
    return reason !== undefined && reason !== 'PodInitializing'
      ? `Init:${reason}`
      : `Init:${pending}/${spec.initContainers?.length ?? 0}`;
  }
  const said = (status?.containerStatuses ?? []).map(reasonOfContainer).filter(Boolean);
  return said[0] ?? overall;
}

function reasonOfContainer({ state }: ContainerStatus): string {
  return state?.waiting?.reason ?? state?.terminated?.reason ?? '';
}
