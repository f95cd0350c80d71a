import { isDeepStrictEqual } from 'node:util';
import type { LifecycleAction } from '../../ecr/lifecycle/image.ts';
import { type ImageRecord, type State, within } from '../state.ts';
import { needing } from './image-references.ts';
import { deleteImage } from './image-removal.ts';
import { archive, statusOf } from './storage-class.ts';

/** How many images are changed at once: each with its tags, references and layers. */
const imagesAtOnce = 25;
/** How many referrers are deleted with their image at once, and compared with the plan; the rest follows. */
const referrersAtOnce = 100;

/** What a policy does to one image, and the image before. */
export interface PlannedAction extends LifecycleAction {
  readonly image: ImageRecord;
}

/** What a policy does to the images of a repository. */
export interface LifecyclePlan {
  readonly actions: readonly PlannedAction[];
  /** By digest. */
  readonly images: ReadonlyMap<string, ImageRecord>;
}

/** Carries out a plan, a few images at a time. Whatever it has not reached is whole. */
export class LifecycleRun {
  readonly #state: State;
  readonly #repositoryKey: string;
  readonly #plan: LifecyclePlan;
  readonly #now: number;
  readonly #planned: ReadonlyMap<string, PlannedAction>;
  #waiting: readonly PlannedAction[];
  #left: PlannedAction[] = [];
  #at = 0;
  /** Referrers of processed images that have not been processed with them. */
  readonly #following: Generator<ImageRecord>[] = [];

  constructor(state: State, repositoryKey: string, plan: LifecyclePlan, now: number) {
    this.#state = state;
    this.#repositoryKey = repositoryKey;
    this.#plan = plan;
    this.#now = now;
    this.#planned = new Map(plan.actions.map((action) => [action.digest, action]));
    // Lists are deleted first, so that most plans need at most two rounds.
    this.#waiting = plan.actions.toSorted((a, b) => Number(isPlain(a)) - Number(isPlain(b)));
  }

  /** Whether referrers of processed images are left: a run should not end there if it need not. */
  get isMidway(): boolean {
    return this.#following.length > 0;
  }

  /** Runs the next step and returns the images that it processed; undefined when nothing is left to do. */
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

  /** Processes an image; its referrers follow, as a signature follows its image. */
  #act({ image, digest, action }: PlannedAction): void {
    const [state, key] = [this.#state, this.#repositoryKey];
    if (action === 'EXPIRE') deleteImage(state, key, image, this.#now);
    else state.images.put(within(key, digest), archive(image, this.#now));
    this.#following.push(needing(state, key, digest, 'subject'));
  }

  /** Processes referrers whose image was processed, and theirs, up to the limit of a step. */
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

  /** Whether no list holds the image any more, and its subject, if any, does not decide for it. */
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

  /** Whether an image and its referrers are unchanged since the plan was made. */
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
