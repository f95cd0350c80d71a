import type { Toleration } from './types.ts';

const defaults = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map(
  (key): Toleration => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }),
);

/**
 * Has a pod stay for five minutes on a node that is lost, unless it says otherwise.
 * (the DefaultTolerationSeconds admission plugin)
 */
export function withDefaultTolerations(stated: readonly Toleration[] = []): Toleration[] {
  const isStated = ({ key }: Toleration) =>
    stated.some(
      (one) => (one.key === key || !one.key) && (one.effect === 'NoExecute' || !one.effect),
    );
  return [...stated, ...defaults.filter((one) => !isStated(one))];
}
