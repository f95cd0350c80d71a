import { ApiError } from './status.ts';
import { notRunning } from './streams.ts';
import type { Pod } from './types.ts';

/** What a kubelet says of a container whose image is not there (Kubernetes, pkg/kubelet). */
const reasons: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
};

/**
 * Refuses the log of a container, as `kubectl logs` asks for it: one that waits in the kubelet's words, one that is said to
 * run because it does not. An empty log would say that it ran and had nothing to tell.
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
