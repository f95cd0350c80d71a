import type { ContainerFacts } from '../world.ts';

/**
 * When a broken pull fails: now, since the container has no image; when the container is started again, since it always
 * pulls; or when its pod is started where the image is not, since on its node the image is there.
 */
export type FailsWhen = 'now' | 'restart' | 'reschedule';

/** Reasons with which a container waits that has its image (kubelet: pkg/kubelet/container/sync_result.go, kuberuntime). */
const withImage = new Set([
  'CrashLoopBackOff',
  'CreateContainerConfigError',
  'CreateContainerError',
  'PreCreateHookError',
  'PreStartHookError',
  'PostStartHookError',
  'RunContainerError',
]);

export function failsWhen({ running, ended, waiting, imagePullPolicy }: ContainerFacts): FailsWhen {
  const hasImage = running === true || ended === true || withImage.has(waiting?.reason ?? '');
  if (!hasImage) return 'now';
  return imagePullPolicy === 'Always' ? 'restart' : 'reschedule';
}
