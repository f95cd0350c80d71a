import { pullPolicyOf } from '../kubelet/pull-policy.ts';
import type { Container, PodSpec } from './types.ts';

/** Sets the defaults that the API server sets (pkg/apis/core/v1/defaults.go). */
export function podDefaults(spec: PodSpec): PodSpec {
  return {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    terminationGracePeriodSeconds: 30,
    schedulerName: 'default-scheduler',
    securityContext: {},
    enableServiceLinks: true,
    ...spec,
    ...(spec.containers ? { containers: spec.containers.map(containerDefaults) } : {}),
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(containerDefaults) } : {}),
  };
}

function containerDefaults(container: Container): Container {
  return {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...container,
    imagePullPolicy: pullPolicyOf(container),
  };
}

/** The quality of service class that follows from a pod's requests and limits. */
export function qosClassOf({ containers }: PodSpec): string {
  const wants = containers.map(({ resources: wanted }) => Object.keys((wanted as object) ?? {}));
  return wants.every((keys) => keys.length === 0) ? 'BestEffort' : 'Burstable';
}
