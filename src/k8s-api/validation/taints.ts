import type { Taint } from '../taints.ts';
import type { Toleration } from '../types.ts';
import { invalidValue, keyComplaint, labelValueComplaint, unsupported } from './names.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const operators = ['Equal', 'Exists'];

/** @returns what is wrong with a node's taints, in the API server's texts (pkg/apis/core/validation). */
export function taintCauses(taints: readonly Taint[] = []): string[] {
  const seen = new Set<string>();
  return taints.flatMap(({ key = '', value = '', effect = '' }, at) => {
    const path = `spec.taints[${at}]`;
    const pair = JSON.stringify([key, effect]);
    const isTwice = seen.has(pair);
    seen.add(pair);
    return [
      ...invalidValue(`${path}.key`, key, keyComplaint(key)),
      ...invalidValue(`${path}.value`, value, labelValueComplaint(value)),
      ...unsupported(`${path}.effect`, effect, effects),
      ...(isTwice
        ? [`${path}: Duplicate value: ${pair}: taints must be unique by key and effect pair`]
        : []),
    ];
  });
}

/** @returns what is wrong with a pod's tolerations (pkg/apis/core/validation: ValidateTolerations). */
export function tolerationCauses(tolerations: readonly Toleration[], at: string): string[] {
  return tolerations.flatMap((one, index) => {
    const { key = '', operator = '', value = '', effect = '', tolerationSeconds } = one;
    const path = `${at}.tolerations[${index}]`;
    const needsExists =
      key === '' && operator !== 'Exists'
        ? 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
        : undefined;
    const needsNoExecute =
      tolerationSeconds !== undefined && effect !== 'NoExecute'
        ? "effect must be 'NoExecute' when `tolerationSeconds` is set"
        : undefined;
    const needsNoValue =
      operator === 'Exists' && value !== ''
        ? "value must be empty when `operator` is 'Exists'"
        : undefined;
    return [
      ...(key === '' ? [] : invalidValue(`${path}.key`, key, keyComplaint(key))),
      ...invalidValue(`${path}.operator`, operator, needsExists),
      ...invalidValue(`${path}.effect`, effect, needsNoExecute),
      ...invalidValue(`${path}.operator`, value, needsNoValue),
      ...(operator === '' ? [] : unsupported(`${path}.operator`, operator, operators)),
      ...(effect === '' ? [] : unsupported(`${path}.effect`, effect, effects)),
    ];
  });
}
