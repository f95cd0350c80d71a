import type { ObjectStore, Stored } from '../object-store.ts';
import { ApiError } from '../status.ts';
import { reviewedBy } from '../webhook-call.ts';
import { webhooksFor } from '../webhooks.ts';

/** Milliseconds of real time until a pod that was refused is asked about again: after the first refusal, and at most. */
const retry = { first: 200, longest: 10_000 };

/** What became of the pods of one ReplicaSet that webhooks were asked about. */
interface Asked {
  refusals: number;
  /** Of `performance.now()`. */
  notBefore: number;
  outcome?: Stored | ApiError;
}

/** Asks webhooks about the pods of ReplicaSets, while the controller goes on with others. */
export class PodReviews {
  readonly #asked = new Map<string, Asked>();
  readonly #wake: () => void;

  /** @param wake called when an answer has come, or it is time to ask again. */
  constructor(wake: () => void) {
    this.#wake = wake;
  }

  /**
   * The pod as webhooks leave it; undefined as long as their answer is awaited.
   * @param owner uid of the ReplicaSet.
   * @throws ApiError where they refuse it.
   */
  take(store: ObjectStore, owner: string, pod: Stored): Stored | undefined {
    const webhooks = webhooksFor(store, pod);
    if (webhooks.length === 0) {
      this.#asked.delete(owner);
      return pod;
    }
    const asked = this.#asked.get(owner) ?? { refusals: 0, notBefore: 0 };
    const { outcome } = asked;
    if (outcome instanceof ApiError) {
      const wait = Math.min(retry.first * 2 ** asked.refusals, retry.longest);
      const notBefore = performance.now() + wait;
      this.#asked.set(owner, { refusals: asked.refusals + 1, notBefore });
      setTimeout(this.#wake, wait).unref();
      throw outcome;
    }
    if (outcome !== undefined) {
      this.#asked.delete(owner);
      return outcome;
    }
    if (performance.now() < asked.notBefore) return undefined;
    asked.notBefore = Number.POSITIVE_INFINITY;
    this.#asked.set(owner, asked);
    void this.#ask(asked, reviewedBy(webhooks, pod));
    return undefined;
  }

  async #ask(asked: Asked, review: Promise<Stored>): Promise<void> {
    try {
      asked.outcome = await review;
    } catch (error) {
      asked.outcome =
        error instanceof ApiError
          ? error
          : new ApiError('InternalError', `Internal error occurred: ${(error as Error).message}`);
    }
    this.#wake();
  }
}
