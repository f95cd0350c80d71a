import { ApiError } from './status.ts';
import { notRunning } from './streams.ts';
import type { Pod } from './types.ts';

/** The kubelet's text for a container whose image is not present (Kubernetes, pkg/kubelet). */
const reasons: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
};

/**
 * Refuses the log of a container that `kubectl logs` requests: for a waiting container with the kubelet's text, for one
 * whose status is running because no process runs. An empty log would mean that it ran and printed nothing.
 * @throws ApiError BadRequest
 */
export function podLog({ metadata, spec, status }: Pod, query: URLSearchParams): never {
  const all = [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name);
  const [only, ...others] = spec.containers.map(({ name }) => name);
  const container = query.get('container') ?? (others.length === 0 ? only : undefined);
  if (container === undefined) {
    throw bad(
      `a container name must be specified for pod ${metadata.name}, choose one of: [${all.join(' ')}]`,
    );
  }
  if (!all.includes(container)) {
    throw bad(`container ${container} is not valid for pod ${metadata.name}`);
  }
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const state = statuses.find(({ name }) => name === container)?.state;
  if (state?.running === undefined && state?.terminated === undefined) {
    const reason = state?.waiting?.reason ?? 'ContainerCreating';
    throw bad(
      `container "${container}" in pod "${metadata.name}" is waiting to start: ${reasons[reason] ?? reason}`,
    );
  }
  throw notRunning('logs', `pod ${JSON.stringify(metadata.name)}`);
}

function bad(message: string): ApiError {
  return new ApiError('BadRequest', message);
}
