import { type Resource, resources } from './resources.ts';
import { ApiError } from './status.ts';

const everywhere = ['metadata.name', 'metadata.namespace'];

/** The supported field selectors of each kind (Kubernetes, pkg/apis/core/v1/conversion.go and similar). */
const labels: ReadonlyMap<Resource, readonly string[]> = new Map<Resource, readonly string[]>([
  [
    resources.pods,
    [
      'spec.nodeName',
      'spec.restartPolicy',
      'spec.schedulerName',
      'spec.serviceAccountName',
      'spec.hostNetwork',
      'status.phase',
      'status.podIP',
      'status.podIPs',
      'status.nominatedNodeName',
    ],
  ],
  [
    resources.events,
    [
      ...['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map(
        (field) => `involvedObject.${field}`,
      ),
      'reason',
      'reportingComponent',
      'source',
      'type',
    ],
  ],
  [resources.nodes, ['spec.unschedulable']],
  [resources.namespaces, ['status.phase']],
  [resources.secrets, ['type']],
  [resources.replicasets, ['status.replicas']],
]);

/**
 * Refuses an unsupported field selector, which would otherwise select nothing without an error.
 * @throws ApiError BadRequest
 */
export function requireFieldLabel(resource: Resource, field: string): void {
  if (everywhere.includes(field) || labels.get(resource)?.includes(field)) return;
  throw new ApiError('BadRequest', `field label not supported: ${field}`);
}
