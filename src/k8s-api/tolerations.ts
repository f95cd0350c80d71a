import type { Toleration } from './types.ts';

const defaults = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'].map(
  (key): Toleration => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }),
);

/**
 * Adds tolerations with which a pod stays on a lost node for five minutes, unless it sets its own.
 * (the DefaultTolerationSeconds admission plugin)
 */
export function withDefaultTolerations(stated: readonly Toleration[] = []): Toleration[] {
  const isStated = ({ key }: Toleration) =>
    stated.some(
      (one) => (one.key === key || !one.key) && (one.effect === 'NoExecute' || !one.effect),
    );
  return [...stated, ...defaults.filter((one) => !isStated(one))];
}
