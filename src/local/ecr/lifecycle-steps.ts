import { isDeepStrictEqual } from 'node:util';
import type { LifecycleAction } from '../../ecr/lifecycle/image.ts';
import { type ImageRecord, type State, within } from '../state.ts';
import { needing } from './image-references.ts';
import { deleteImage } from './image-removal.ts';
import { archive, statusOf } from './storage-class.ts';

/** How many images are acted on at once: with each go its tags, references and layers. */
const imagesAtOnce = 25;
/** How many referrers go with their image at once, and are compared with what the plan knew; of more, the rest follows. */
const referrersAtOnce = 100;

/** What a policy does to one image, as it is before. */
export interface PlannedAction extends LifecycleAction {
  readonly image: ImageRecord;
}

/** What a policy does to the images that were there. */
export interface LifecyclePlan {
  readonly actions: readonly PlannedAction[];
  /** By digest. */
  readonly images: ReadonlyMap<string, ImageRecord>;
}

/** Carries out a plan, a few images at a time. Whatever it has not come to is whole. */
export class LifecycleRun {
  readonly #state: State;
  readonly #repositoryKey: string;
  readonly #plan: LifecyclePlan;
  readonly #now: number;
  readonly #planned: ReadonlyMap<string, PlannedAction>;
  #waiting: readonly PlannedAction[];
  #left: PlannedAction[] = [];
  #at = 0;
  /** Referrers of images that were acted on, as far as they have not gone with them. */
  readonly #following: Generator<ImageRecord>[] = [];

  constructor(state: State, repositoryKey: string, plan: LifecyclePlan, now: number) {
    this.#state = state;
    this.#repositoryKey = repositoryKey;
    this.#plan = plan;
    this.#now = now;
    this.#planned = new Map(plan.actions.map((action) => [action.digest, action]));
    // Lists go first, so that most plans need no more than two rounds.
    this.#waiting = plan.actions.toSorted((a, b) => Number(isPlain(a)) - Number(isPlain(b)));
  }

  /** Whether referrers are left of images that were acted on: a run should not end there if it need not. */
  get isMidway(): boolean {
    return this.#following.length > 0;
  }

  /** The next step, which acts on what it can and returns that; undefined when no more can be done. */
  next(): (() => readonly PlannedAction[]) | undefined {
    if (this.#following.length > 0) {
      return () => this.#state.metadata.transaction(() => this.#actOnFollowing());
    }
    if (this.#at >= this.#waiting.length) {
      if (this.#left.length === 0 || this.#left.length === this.#waiting.length) return undefined;
      [this.#waiting, this.#left, this.#at] = [this.#left, [], 0];
    }
    const some = this.#waiting.slice(this.#at, this.#at + imagesAtOnce);
    this.#at += imagesAtOnce;
    return () =>
      this.#state.metadata.transaction(() => {
        const acted: PlannedAction[] = [];
        for (const action of some) {
          if (!this.#isFree(action) || !this.#isAsPlanned(action)) this.#left.push(action);
          else {
            this.#act(action);
            acted.push(action);
          }
        }
        return [...acted, ...this.#actOnFollowing()];
      });
  }

  /** Acts on an image; what refers to it follows: a signature goes where its image goes. */
  #act({ image, digest, action }: PlannedAction): void {
    const [state, key] = [this.#state, this.#repositoryKey];
    if (action === 'EXPIRE') deleteImage(state, key, image, this.#now);
    else state.images.put(within(key, digest), archive(image, this.#now));
    this.#following.push(needing(state, key, digest, 'subject'));
  }

  /** Acts on referrers whose image was acted on, and on theirs, as many as may go at once. */
  #actOnFollowing(): PlannedAction[] {
    const acted: PlannedAction[] = [];
    for (let looks = 0; looks < referrersAtOnce; looks++) {
      const referrers = this.#following.at(-1);
      if (referrers === undefined) break;
      const { value: referrer, done } = referrers.next();
      if (done) {
        this.#following.splice(this.#following.indexOf(referrers), 1);
        continue;
      }
      const planned = this.#planned.get(referrer.digest);
      if (planned === undefined || !this.#isAsPlanned(planned)) continue;
      this.#act(planned);
      acted.push(planned);
    }
    return acted;
  }

  /** Whether no list holds the image any more, nor an image that it refers to decides over it. */
  #isFree({ digest, image }: PlannedAction): boolean {
    const [state, key] = [this.#state, this.#repositoryKey];
    for (const list of needing(state, key, digest, 'child')) {
      if (statusOf(list, this.#now) !== 'ARCHIVED') return false;
    }
    const subject = image.subject;
    if (subject === undefined || !this.#plan.images.has(subject)) return true;
    const current = state.images.get(within(key, subject));
    return current === undefined || statusOf(current, this.#now) === 'ARCHIVED';
  }

  /** Whether an image, and what refers to it, is as it was when the plan was made. */
  #isAsPlanned({ digest, image }: PlannedAction): boolean {
    const [state, key] = [this.#state, this.#repositoryKey];
    if (!isDeepStrictEqual(state.images.get(within(key, digest)), image)) return false;
    let looks = 0;
    for (const referrer of needing(state, key, digest, 'subject')) {
      if (++looks > referrersAtOnce) return true;
      const planned = this.#planned.get(referrer.digest);
      const known = planned?.image ?? this.#plan.images.get(referrer.digest);
      if (!isDeepStrictEqual(known, referrer)) return false;
    }
    return true;
  }
}

function isPlain({ image }: PlannedAction): boolean {
  return image.children.length === 0;
}
