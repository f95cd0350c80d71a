import type { Toleration } from './types.ts';

/** A taint: it keeps pods off a node unless they tolerate it. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  /** `NoSchedule`, `PreferNoSchedule` or `NoExecute`. */
  readonly effect: string;
  readonly timeAdded?: string;
}

/** On a node that is cordoned. */
export const unschedulable: Taint = {
  key: 'node.kubernetes.io/unschedulable',
  effect: 'NoSchedule',
};

/** On a node that is not ready. */
export const notReady: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/**
 * Whether a toleration covers a taint: by effect and key, and by value unless it is said to exist
 * (k8s.io/api/core/v1, Toleration.ToleratesTaint).
 */
function tolerates({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return (operator === undefined || operator === '' || operator === 'Equal') && key !== undefined
    ? (value ?? '') === (taint.value ?? '')
    : false;
}

/** The first taint with one of the given effects that no toleration covers. */
export function untolerated(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
  effects: readonly string[],
): Taint | undefined {
  return taints.find(
    (taint) => effects.includes(taint.effect) && !tolerations.some((one) => tolerates(one, taint)),
  );
}

/**
 * How long a pod may stay on a node with taints of effect NoExecute, in seconds: 0 if one is not tolerated, else the
 * shortest tolerationSeconds, and forever if no toleration sets it.
 */
export function secondsTolerated(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
): number {
  const evicting = taints.filter(({ effect }) => effect === 'NoExecute');
  if (untolerated(evicting, tolerations, ['NoExecute']) !== undefined) return 0;
  const used = tolerations.filter((one) => evicting.some((taint) => tolerates(one, taint)));
  const limits = used.flatMap(({ tolerationSeconds }) => tolerationSeconds ?? []);
  return Math.min(Number.POSITIVE_INFINITY, ...limits.map((seconds) => Math.max(0, seconds)));
}
