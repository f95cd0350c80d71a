import { ApiError } from './status.ts';
import type { Pod } from './types.ts';

/** What a kubelet says of a container whose image is not there (Kubernetes, pkg/kubelet). */
const reasons: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
};

/**
 * The log of one container, as `kubectl logs` asks for it. Containers are emulated and print nothing,
 * so a running one has an empty log; one that waits is refused in the kubelet's words.
 * @throws ApiError BadRequest
 */
export function podLog({ metadata, spec, status }: Pod, query: URLSearchParams): string {
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
  return '';
}

function bad(message: string): ApiError {
  return new ApiError('BadRequest', message);
}
