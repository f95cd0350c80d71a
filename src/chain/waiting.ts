import { diagnoseText } from '../symptoms/diagnose-text.ts';
import type { Suspicions } from '../symptoms/suspicions.ts';
import type { Subject } from './subject.ts';
import type { PodFacts } from './world.ts';

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
  readonly suspicions: Suspicions;
}

/** @returns undefined when the container does not wait for its image, as far as the pod tells. */
export function lastTry({ container, pod }: Subject): LastTry | undefined {
  const { waiting } = container ?? {};
  if (waiting === undefined || !reasons.has(waiting.reason)) return undefined;
  const events = pod.state === 'known' ? eventsOf(container?.image ?? '', pod.value) : [];
  const said = `${waiting.reason}: ${waiting.message}`.replace(/: $/, '');
  return { said, suspicions: diagnoseText([said, ...events].join('\n')) };
}

/** What the kubelet says of the tries that failed, line by line; none where the container does not wait for its image. */
export function triedLines({ container, pod }: Subject): readonly string[] {
  const { waiting } = container ?? {};
  if (waiting === undefined || !reasons.has(waiting.reason)) return [];
  const events = pod.state === 'known' ? eventsOf(container?.image ?? '', pod.value) : [];
  return [waiting.message, ...events];
}

/** The pod's events without those of its other images: each image fails for reasons of its own. */
function eventsOf(image: string, { events = [], containers }: PodFacts): readonly string[] {
  const others = new Set(containers.map((one) => one.image).filter((one) => one !== image));
  return events.filter((event) => {
    const [, named = ''] = /image "([^"]+)"/.exec(event) ?? [];
    return !others.has(named);
  });
}
