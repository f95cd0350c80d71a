import { isSelector, type LabelSelector, matchesLabelSelector } from '../selectors.ts';
import type { WorkloadSpec } from '../workload.ts';
import { labelCauses } from './metadata.ts';
import { invalidValue } from './names.ts';
import { podCauses } from './pod.ts';

/** @returns what is wrong with a Deployment's or ReplicaSet's spec (pkg/apis/apps/validation). */
export function workloadCauses(spec: WorkloadSpec): string[] {
  const { selector, template } = spec;
  const labels = template?.metadata?.labels ?? {};
  return [
    ...nonNegative('spec.replicas', spec.replicas),
    ...selectorCauses(selector),
    ...labelCauses('spec.template.labels', labels),
    ...(isSelector(selector) && !matchesLabelSelector(selector, labels)
      ? invalidValue(
          'spec.template.metadata.labels',
          labels,
          '`selector` does not match template `labels`',
        )
      : []),
    ...podCauses(template?.spec, 'spec.template.spec'),
    ...alwaysRestarted(template?.spec?.restartPolicy),
    ...strategyCauses(spec.strategy),
    ...nonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...nonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
    ...nonNegative('spec.progressDeadlineSeconds', spec.progressDeadlineSeconds),
  ];
}

/** @returns field errors for changes that an update of a workload may not make. */
export function workloadUpdateCauses(before: WorkloadSpec, after: WorkloadSpec): string[] {
  return JSON.stringify(before.selector) === JSON.stringify(after.selector)
    ? []
    : invalidValue('spec.selector', after.selector, 'field is immutable');
}

function selectorCauses(selector: LabelSelector | undefined): string[] {
  if (selector === undefined) return ['spec.selector: Required value'];
  if (!isSelector(selector)) {
    return invalidValue('spec.selector', selector, 'empty selector is invalid for deployment');
  }
  return (selector.matchExpressions ?? []).flatMap(({ operator, values = [] }, at) => {
    const path = `spec.selector.matchExpressions[${at}]`;
    switch (operator) {
      case 'In':
      case 'NotIn':
        return values.length > 0
          ? []
          : [
              `${path}.values: Required value: must be specified when \`operator\` is 'In' or 'NotIn'`,
            ];
      case 'Exists':
      case 'DoesNotExist':
        return values.length === 0
          ? []
          : [
              `${path}.values: Forbidden: may not be specified when \`operator\` is 'Exists' or 'DoesNotExist'`,
            ];
      default:
        return invalidValue(`${path}.operator`, operator ?? '', 'not a valid selector operator');
    }
  });
}

function alwaysRestarted(policy: string | undefined): string[] {
  if (policy === undefined || policy === 'Always') return [];
  return [
    `spec.template.spec.restartPolicy: Unsupported value: ${JSON.stringify(policy)}: supported values: "Always"`,
  ];
}

function strategyCauses(strategy: WorkloadSpec['strategy']): string[] {
  const { type, rollingUpdate } = strategy ?? {};
  if (type === 'Recreate' && rollingUpdate !== undefined) {
    return [
      "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
    ];
  }
  if (type !== undefined && type !== 'RollingUpdate' && type !== 'Recreate') {
    return [
      `spec.strategy.type: Unsupported value: ${JSON.stringify(type)}: supported values: "Recreate", "RollingUpdate"`,
    ];
  }
  return [
    ...shareCauses('spec.strategy.rollingUpdate.maxUnavailable', rollingUpdate?.maxUnavailable),
    ...shareCauses('spec.strategy.rollingUpdate.maxSurge', rollingUpdate?.maxSurge),
  ];
}

/** A number of replicas, or a percentage of them. */
function shareCauses(path: string, value: number | string | undefined): string[] {
  if (typeof value === 'number') return nonNegative(path, value);
  if (value === undefined || /^\d{1,9}%$/.test(value)) return [];
  return invalidValue(
    path,
    value,
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
  );
}

function nonNegative(path: string, value: number | undefined): string[] {
  const complaint = 'must be greater than or equal to 0';
  return value !== undefined && value < 0 ? invalidValue(path, value, complaint) : [];
}
