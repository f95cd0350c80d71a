import type { Clock } from '../../clock/clock.ts';
import type { Pod } from '../../k8s-api/types.ts';
import type { RepositoryName } from '../../names/repository.ts';
import { type ImageRecord, repositoryKey, type State, within } from '../state.ts';
import { type HomeRegistry, imagesOf, type PodImage } from './pod-images.ts';

/** What happened to an image that a pod uses. */
export type LossKind = 'deleted' | 'archived' | 'untagged';

/** An image or tag that was deleted or archived while a pod used it. */
export interface Loss {
  readonly at: number;
  readonly kind: LossKind;
  readonly image: PodImage;
  readonly digest: string;
  /** ARN of the caller, or the lifecycle rule. */
  readonly by: string;
}

/** An image that cannot be pulled any more, or not by those tags. */
export interface Lost {
  readonly kind: LossKind;
  readonly image: ImageRecord;
  /** The tags that were removed; by default all tags of the image. */
  readonly tags?: readonly string[];
  readonly by: string;
}

/** The cluster, as far as it is needed to find out which images are in use, and to warn its users. */
export interface Workloads {
  pods(): readonly Pod[];
  /** Records a warning where those who run the pod see it. */
  warn(image: PodImage, reason: string, message: string): void;
}

/** Most losses in memory; older ones are still in the cluster's events and on stderr. */
const capacity = 1_000;

/**
 * Tracks which images pods use, and reports when one is deleted or archived. ECR itself deletes without a
 * check: its answers stay as they are, and the report is for those who run the cluster.
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

  /** Every use of an ECR image by a pod that has not terminated. */
  uses(): PodImage[] {
    const home = this.#home();
    return (this.#workloads?.pods() ?? []).flatMap((pod) => imagesOf(pod, home));
  }

  /** Finds the uses of a repository's images that a deletion affects, and reports them. */
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

  /** How many losses of each kind there were since the start. */
  counts(): Readonly<Record<LossKind, number>> {
    return this.#counts;
  }

  clear(): void {
    this.#losses.length = 0;
  }

  /** What a container needs: the image it names, the image it runs, and, of a manifest list, the listed images. */
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
