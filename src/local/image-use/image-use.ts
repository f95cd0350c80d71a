import type { Clock } from '../../clock/clock.ts';
import type { Pod } from '../../k8s-api/types.ts';
import type { RepositoryName } from '../../names/repository.ts';
import { type ImageRecord, repositoryKey, type State, within } from '../state.ts';
import { type HomeRegistry, imagesOf, type PodImage } from './pod-images.ts';

/** What became of an image that a pod uses. */
export type LossKind = 'deleted' | 'archived' | 'untagged';

/** Something that was taken from under a pod's feet. */
export interface Loss {
  readonly at: number;
  readonly kind: LossKind;
  readonly image: PodImage;
  readonly digest: string;
  /** ARN of who did it, or the lifecycle rule. */
  readonly by: string;
}

/** An image that can't be pulled from now on, or not by those tags. */
export interface Lost {
  readonly kind: LossKind;
  readonly image: ImageRecord;
  /** The tags that are gone; by default all that the image had. */
  readonly tags?: readonly string[];
  readonly by: string;
}

/** The cluster, as far as it is needed to know which images are in use, and to tell its people. */
export interface Workloads {
  pods(): readonly Pod[];
  /** Puts a warning where those who run the pod look. */
  warn(image: PodImage, reason: string, message: string): void;
}

/** Enough to look back on; older ones are still in the cluster's events and on stderr. */
const capacity = 1_000;

/**
 * Knows which images pods use, and flags what is taken away from them. ECR itself deletes without asking: its
 * answers stay as they are, and the flag is for those who run the cluster.
 */
export class ImageUse {
  readonly #state: State;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #home: () => HomeRegistry;
  readonly #losses: Loss[] = [];
  readonly #counts: Record<LossKind, number> = { deleted: 0, archived: 0, untagged: 0 };
  #workloads: Workloads | undefined;

  constructor(state: State, clock: Pick<Clock, 'now'>, home: () => HomeRegistry) {
    this.#state = state;
    this.#clock = clock;
    this.#home = home;
  }

  connect(workloads: Workloads): void {
    this.#workloads = workloads;
  }

  /** Every use of an ECR image by a pod that has not run to its end. */
  uses(): PodImage[] {
    const home = this.#home();
    return (this.#workloads?.pods() ?? []).flatMap((pod) => imagesOf(pod, home));
  }

  /** Says which uses of a repository's images are hit by what was taken away, and flags them. */
  lost(repository: RepositoryName, gone: Iterable<Lost>): void {
    const uses = this.uses().filter(
      (use) =>
        use.registryId === repository.registryId &&
        use.region === repository.region &&
        use.repository === repository.name,
    );
    if (uses.length === 0) return;
    const needed = uses.map((use) => ({ use, digests: this.#digestsOf(use) }));
    for (const { kind, image, tags = image.tags, by } of gone) {
      for (const { use, digests } of needed) {
        const isNamed = use.tag !== undefined && tags.includes(use.tag);
        const isHeld = kind !== 'untagged' && digests.has(image.digest);
        if (!isNamed && !isHeld) continue;
        this.#flag({ at: this.#clock.now(), kind, image: use, digest: image.digest, by });
      }
    }
  }

  /** The latest losses, oldest first. */
  losses(): readonly Loss[] {
    return this.#losses;
  }

  /** How many there were of each kind since the start. */
  counts(): Readonly<Record<LossKind, number>> {
    return this.#counts;
  }

  clear(): void {
    this.#losses.length = 0;
  }

  /** What a container needs: what it names, what it runs from, and of a manifest list what it lists. */
  #digestsOf({ registryId, region, repository, digest, runsFrom }: PodImage): Set<string> {
    const key = repositoryKey(registryId, region, repository);
    const own = [digest, runsFrom].filter((one) => one !== undefined);
    const listed = own.flatMap((one) => this.#state.images.get(within(key, one))?.children ?? []);
    return new Set([...own, ...listed]);
  }

  #flag(loss: Loss): void {
    this.#losses.push(loss);
    if (this.#losses.length > capacity) this.#losses.shift();
    this.#counts[loss.kind] += 1;
    this.#workloads?.warn(loss.image, reasons[loss.kind], messageOf(loss));
  }
}

const reasons: Readonly<Record<LossKind, string>> = {
  deleted: 'ImageDeleted',
  archived: 'ImageArchived',
  untagged: 'ImageUntagged',
};

function messageOf({ kind, image, digest, by }: Loss): string {
  const { registryId, region, repository, container, tag, runsFrom } = image;
  const named = tag === undefined ? digest : `tag ${tag}, ${digest}`;
  const what = kind === 'untagged' ? `Tag ${tag} was taken from` : `Image ${kind}:`;
  const role = runsFrom === digest ? 'runs from it' : 'names it';
  return `${what} ${repository} (${named}) in registry ${registryId} (${region}) by ${by}. Container ${container} ${role}, and it can't be pulled again`;
}
