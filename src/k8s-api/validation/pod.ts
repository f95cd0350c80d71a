import type { Container, PodSpec } from '../types.ts';
import { invalidValue, labelComplaint, subdomainComplaint } from './names.ts';

const pullPolicies = ['Always', 'IfNotPresent', 'Never'];
const restartPolicies = ['Always', 'OnFailure', 'Never'];

/** @returns what is wrong with a pod's spec, in the API server's texts (pkg/apis/core/validation). */
export function podCauses(spec: PodSpec | undefined, path: string): string[] {
  const { containers = [], initContainers = [] } = spec ?? {};
  const all = [...containers, ...initContainers].map(({ name }) => name);
  const { nodeName, serviceAccountName, restartPolicy, terminationGracePeriodSeconds } = spec ?? {};
  return [
    ...(containers.length === 0 ? [`${path}.containers: Required value`] : []),
    ...containers.flatMap((one, at) => containerCauses(one, `${path}.containers[${at}]`, all)),
    ...initContainers.flatMap((one, at) =>
      containerCauses(one, `${path}.initContainers[${at}]`, all),
    ),
    ...unsupported(`${path}.restartPolicy`, restartPolicy, restartPolicies),
    ...(terminationGracePeriodSeconds !== undefined && terminationGracePeriodSeconds < 0
      ? [
          `${path}.terminationGracePeriodSeconds: Invalid value: ${terminationGracePeriodSeconds}: must be greater than or equal to 0`,
        ]
      : []),
    ...(nodeName ? invalidValue(`${path}.nodeName`, nodeName, subdomainComplaint(nodeName)) : []),
    ...(serviceAccountName
      ? invalidValue(
          `${path}.serviceAccountName`,
          serviceAccountName,
          subdomainComplaint(serviceAccountName),
        )
      : []),
  ];
}

function containerCauses(
  { name, image, imagePullPolicy }: Container,
  path: string,
  all: readonly string[],
): string[] {
  const padded = /^\s|\s$/.test(image ?? '')
    ? 'must not have leading or trailing whitespace'
    : undefined;
  return [
    ...(name
      ? invalidValue(`${path}.name`, name, labelComplaint(name))
      : [`${path}.name: Required value`]),
    ...(name && all.indexOf(name) !== all.lastIndexOf(name)
      ? [`${path}.name: Duplicate value: ${JSON.stringify(name)}`]
      : []),
    ...(image ? invalidValue(`${path}.image`, image, padded) : [`${path}.image: Required value`]),
    ...unsupported(`${path}.imagePullPolicy`, imagePullPolicy, pullPolicies),
  ];
}

function unsupported(path: string, value: string | undefined, known: readonly string[]): string[] {
  if (value === undefined || value === '' || known.includes(value)) return [];
  const supported = known.map((one) => JSON.stringify(one)).join(', ');
  return [`${path}: Unsupported value: ${JSON.stringify(value)}: supported values: ${supported}`];
}

/**
 * @returns what a pod's update changes that an update may not.
 *   (pkg/apis/core/validation: ValidatePodUpdate)
 */
export function podUpdateCauses(before: PodSpec, after: PodSpec): string[] {
  if (JSON.stringify(fixed(before)) === JSON.stringify(fixed(after))) return [];
  return [
    'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
  ];
}

/** What of a spec stays as it is from the pod's creation on, in an order that can be compared. */
function fixed({ activeDeadlineSeconds: _, tolerations: __, ...spec }: PodSpec): unknown {
  const withoutImage = (containers: readonly Container[] = []) =>
    containers.map(({ image: ___, ...container }) => container);
  return sortedFields({
    ...spec,
    containers: withoutImage(spec.containers),
    initContainers: withoutImage(spec.initContainers),
  });
}

function sortedFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedFields);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, inner]): [string, unknown] => [key, sortedFields(inner)])
    .filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
