import type { Clock } from '../clock/clock.ts';
import type { AuthEntry } from '../kubelet/keyring.ts';
import type { ImageService, RuntimeImage } from './image-service.ts';

export interface PullLimit {
  readonly perSecond: number;
  /** Pulls that are allowed at once after an idle time. */
  readonly burst: number;
}

/**
 * An image service that refuses pulls above the kubelet's own limit, before any request is sent.
 * (pkg/kubelet/images/helpers.go, throttleImagePulling; client-go: flowcontrol's token bucket)
 */
export class ThrottledImages implements ImageService {
  readonly #images: ImageService;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #limit: PullLimit;
  #tokens: number;
  #updated: number;

  constructor(images: ImageService, clock: Pick<Clock, 'now'>, limit: PullLimit) {
    this.#images = images;
    this.#clock = clock;
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#updated = clock.now();
  }

  /** @throws Error `pull QPS exceeded`, in addition to the errors of the service itself. */
  async pull(image: string, auth: AuthEntry | undefined): Promise<string> {
    if (!this.#take()) throw new Error('pull QPS exceeded');
    return this.#images.pull(image, auth);
  }

  status(image: string): Promise<RuntimeImage | undefined> {
    return this.#images.status(image);
  }

  list(): Promise<readonly RuntimeImage[]> {
    return this.#images.list();
  }

  remove(image: string): Promise<void> {
    return this.#images.remove(image);
  }

  #take(): boolean {
    const now = this.#clock.now();
    // A clock that is set back must not empty the bucket.
    const passed = Math.max(0, now - this.#updated) / 1000;
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + passed * this.#limit.perSecond);
    this.#updated = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
