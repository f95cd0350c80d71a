import type { Clock } from '../clock/clock.ts';
import type { Pod } from '../k8s-api/types.ts';
import { BackOff } from './back-off.ts';

/** How long containers of a pod that ended wait before they are restarted (pkg/kubelet/kuberuntime, doBackOff). */
export class CrashLoop {
  readonly #backOff: BackOff;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#backOff = new BackOff(clock);
  }

  /**
   * Requests a restart of a container that has ended: the first is allowed at once, the next after 10 seconds,
   * doubling each time.
   * @returns the kubelet's message if the container has to wait; undefined if it may start.
   */
  holdBack(pod: Pod, container: string): { event: string; waiting: string } | undefined {
    const remaining = this.#backOff.remaining(container);
    if (remaining === 0) {
      this.#backOff.next(container);
      return undefined;
    }
    const { name, namespace, uid } = pod.metadata;
    const full = `${name}_${namespace}(${uid})`;
    const delay = goDuration(this.#backOff.delay(container));
    return {
      event: `Back-off restarting failed container ${container} in pod ${full}`,
      waiting: `back-off ${delay} restarting failed container=${container} pod=${full}`,
    };
  }
}

/** Whole seconds as Go prints a duration, such as `1m20s`. */
function goDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
