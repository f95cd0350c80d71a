import type { Proof } from './proof.ts';
import type { Subject } from './subject.ts';
import { diagnoseText } from './symptoms/diagnose-text.ts';

/** Reasons with which a container waits because of its image (kubelet: pkg/kubelet/images/types.go). */
const reasons = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

/** What the kubelet last said of a container that has no image, and what that may mean. */
export interface LastTry {
  readonly said: string;
  /** Suspicions, which a text alone can raise. */
  readonly suspicions: Proof;
}

/** @returns undefined when the container does not wait for its image, as far as the pod tells. */
export function lastTry({ container, pod }: Subject): LastTry | undefined {
  const { waiting } = container ?? {};
  if (waiting === undefined || !reasons.has(waiting.reason)) return undefined;
  const events = pod.state === 'known' ? (pod.value.events ?? []) : [];
  const said = `${waiting.reason}: ${waiting.message}`.replace(/: $/, '');
  return { said, suspicions: diagnoseText([said, ...events].join('\n')) };
}
