import { pullPolicyOf } from '../node/image-manager.ts';
import type { Container, PodSpec } from './types.ts';

/** @returns what is wrong with a pod's spec, in the API server's texts (pkg/apis/core/validation). */
export function podCauses(spec: PodSpec | undefined, path: string): string[] {
  if (!Array.isArray(spec?.containers) || spec.containers.length === 0) {
    return [`${path}.containers: Required value`];
  }
  return spec.containers.flatMap(({ name, image }, at) => [
    ...(name ? [] : [`${path}.containers[${at}].name: Required value`]),
    ...(image ? [] : [`${path}.containers[${at}].image: Required value`]),
    ...(/^\s|\s$/.test(image ?? '')
      ? [
          `${path}.containers[${at}].image: Invalid value: ${JSON.stringify(image)}: must not have leading or trailing whitespace`,
        ]
      : []),
  ]);
}

/** Fills in what the API server does (pkg/apis/core/v1/defaults.go). */
export function podDefaults(spec: PodSpec): PodSpec {
  return {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    terminationGracePeriodSeconds: 30,
    schedulerName: 'default-scheduler',
    securityContext: {},
    enableServiceLinks: true,
    ...spec,
    containers: spec.containers.map(containerDefaults),
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

/** The quality of service that a pod's requests and limits give it. */
export function qosClassOf({ containers }: PodSpec): string {
  const wants = containers.map(({ resources: wanted }) => Object.keys((wanted as object) ?? {}));
  return wants.every((keys) => keys.length === 0) ? 'BestEffort' : 'Burstable';
}
