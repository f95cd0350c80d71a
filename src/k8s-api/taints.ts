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

/**
 * The tolerations that may cover a taint: those of its key, and those without a key. A pod and a node may have thousands
 * of each, and at most three taints have one key. Of the tolerations without a key, which ask for existence only, the one
 * with the shortest time is enough for each effect.
 */
function candidates(tolerations: readonly Toleration[]): (taint: Taint) => readonly Toleration[] {
  const byKey = Map.groupBy(tolerations, ({ key }) => key || undefined);
  const keyless = (byKey.get(undefined) ?? []).filter(({ operator }) => operator === 'Exists');
  const ofAnyKey = [...Map.groupBy(keyless, ({ effect }) => effect || undefined).values()].map(
    (same) => same.reduce((a, b) => (secondsOf(b) < secondsOf(a) ? b : a)),
  );
  return ({ key }) => [...(byKey.get(key) ?? []), ...ofAnyKey];
}

/** How long a toleration lets a pod stay, in seconds. */
function secondsOf({ tolerationSeconds }: Toleration): number {
  return Math.max(0, tolerationSeconds ?? Number.POSITIVE_INFINITY);
}

/** The first taint with one of the given effects that no toleration covers. */
export function untolerated(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
  effects: readonly string[],
): Taint | undefined {
  const relevant = taints.filter(({ effect }) => effects.includes(effect));
  if (relevant.length === 0) return undefined;
  const covering = candidates(tolerations);
  return relevant.find((taint) => !covering(taint).some((one) => tolerates(one, taint)));
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
  const covering = candidates(tolerations);
  let shortest = Number.POSITIVE_INFINITY;
  for (const taint of evicting) {
    for (const one of covering(taint).filter((each) => tolerates(each, taint))) {
      shortest = Math.min(shortest, secondsOf(one));
    }
  }
  return shortest;
}
