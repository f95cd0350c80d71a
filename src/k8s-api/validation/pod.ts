import { isSame } from '../revisions.ts';
import type { Container, PodSpec } from '../types.ts';
import { invalidValue, labelComplaint, subdomainComplaint, unsupported } from './names.ts';
import { tolerationCauses } from './taints.ts';

const pullPolicies = ['Always', 'IfNotPresent', 'Never'];
const restartPolicies = ['Always', 'OnFailure', 'Never'];

/** @returns what is wrong with a pod's spec, in the API server's texts (pkg/apis/core/validation). */
export function podCauses(spec: PodSpec | undefined, path: string): string[] {
  const { containers = [], initContainers = [] } = spec ?? {};
  const taken = repeated([...containers, ...initContainers].map(({ name }) => name));
  const { nodeName, serviceAccountName, restartPolicy, terminationGracePeriodSeconds } = spec ?? {};
  return [
    ...(containers.length === 0 ? [`${path}.containers: Required value`] : []),
    ...containers.flatMap((one, at) => containerCauses(one, `${path}.containers[${at}]`, taken)),
    ...initContainers.flatMap((one, at) =>
      containerCauses(one, `${path}.initContainers[${at}]`, taken),
    ),
    ...optional(`${path}.restartPolicy`, restartPolicy, restartPolicies),
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
    ...tolerationCauses(spec?.tolerations ?? [], path),
  ];
}

/** The names that occur more than once. */
function repeated(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(names.filter((name) => seen.size === seen.add(name).size));
}

function containerCauses(
  { name, image, imagePullPolicy }: Container,
  path: string,
  taken: ReadonlySet<string>,
): string[] {
  const padded = /^\s|\s$/.test(image ?? '')
    ? 'must not have leading or trailing whitespace'
    : undefined;
  return [
    ...(name
      ? invalidValue(`${path}.name`, name, labelComplaint(name))
      : [`${path}.name: Required value`]),
    ...(name && taken.has(name) ? [`${path}.name: Duplicate value: ${JSON.stringify(name)}`] : []),
    ...(image ? invalidValue(`${path}.image`, image, padded) : [`${path}.image: Required value`]),
    ...optional(`${path}.imagePullPolicy`, imagePullPolicy, pullPolicies),
  ];
}

/** A field that may be left out. */
function optional(path: string, value: string | undefined, known: readonly string[]): string[] {
  return value === undefined || value === '' ? [] : unsupported(path, value, known);
}

/**
 * @returns field errors for changes that an update of a pod may not make.
 *   (pkg/apis/core/validation: ValidatePodUpdate)
 */
export function podUpdateCauses(before: PodSpec, after: PodSpec): string[] {
  if (isSame(fixed(before), fixed(after))) return [];
  return [
    'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
  ];
}

/** The immutable part of a pod's spec. */
function fixed({ activeDeadlineSeconds: _, tolerations: __, ...spec }: PodSpec): unknown {
  const withoutImage = (containers: readonly Container[] = []) =>
    containers.map(({ image: ___, ...container }) => container);
  return {
    ...spec,
    containers: withoutImage(spec.containers),
    initContainers: withoutImage(spec.initContainers),
  };
}
