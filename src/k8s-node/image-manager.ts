import type { Clock } from '../clock/clock.ts';
import type { Container } from '../k8s-api/types.ts';
import { aggregate } from '../kubelet/field-errors.ts';
import { formatGoDuration } from '../kubelet/go-duration.ts';
import type { AuthEntry } from '../kubelet/keyring.ts';
import { pullPolicyOf } from '../kubelet/pull-policy.ts';
import { InvalidReference } from '../names/errors.ts';
import { parseReference, withDefaultTag } from '../names/reference.ts';
import { BackOff } from './back-off.ts';
import { CriError, type ImageService, type RuntimeImage } from './image-service.ts';
import type { KubeletWords } from './kubelet-words.ts';

/** Reasons of a container that waits for its image (pkg/kubelet/images/types.go). */
export type ImageReason =
  | 'ErrImagePull'
  | 'ImagePullBackOff'
  | 'ErrImageNeverPull'
  | 'InvalidImageName'
  | 'ImageInspectError';

export type ImageOutcome =
  | { readonly present: RuntimeImage }
  | { readonly reason: ImageReason; readonly message: string };

/** Receives the events that the kubelet would write on the pod. */
export type RecordEvent = (type: 'Normal' | 'Warning', reason: string, message: string) => void;

export interface ImageManagerOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly images: ImageService;
  readonly words: KubeletWords;
}

/** The image that a container needs. */
export interface ImageWant {
  readonly podUid: string;
  readonly container: Container;
  /** Credentials to be tried in turn; requested unless the present image is sufficient. */
  readonly credentials: (repository: string) => Promise<readonly AuthEntry[]>;
  readonly record: RecordEvent;
}

/**
 * Makes a container's image present, or returns why that failed, with the kubelet's policy, back-off, events
 * and messages (pkg/kubelet/images/image_manager.go, EnsureImageExists).
 */
export class ImageManager {
  readonly #options: ImageManagerOptions;
  readonly #backOff: BackOff;
  /** Error of the last pull by back-off key, which the kubelet repeats in the container's status. */
  readonly #lastErrors = new Map<string, string>();

  constructor(options: ImageManagerOptions) {
    this.#options = options;
    this.#backOff = new BackOff(options.clock);
  }

  async ensure(want: ImageWant): Promise<ImageOutcome> {
    const { container, record } = want;
    const { image } = container;
    const named = nameOf(image);
    if ('problem' in named) {
      const message = `Failed to apply default image tag ${quote(image)}: couldn't parse image name ${quote(image)}: ${named.problem}`;
      record('Warning', 'InspectFailed', message);
      return { reason: 'InvalidImageName', message };
    }
    const present = await this.#inspect(named.image, image, record);
    if (present !== undefined && 'reason' in present) return present;
    const policy = pullPolicyOf(container);
    if (policy === 'Never' || (policy === 'IfNotPresent' && present !== undefined)) {
      return this.#withoutPull(image, present, record);
    }
    // Even if there will be no pull: a failing provider runs, and is logged, at every sync.
    const credentials = await want.credentials(named.repository);
    const key = `${want.podUid}_${image}`;
    if (this.#backOff.remaining(key) > 0) return this.#backedOff(key, image, record);
    return this.#pull(key, want, named, credentials);
  }

  async #inspect(
    tagged: string,
    image: string,
    record: RecordEvent,
  ): Promise<RuntimeImage | undefined | Extract<ImageOutcome, { reason: unknown }>> {
    try {
      return await this.#options.images.status(tagged);
    } catch (error) {
      const message = `Failed to inspect image ${quote(image)}: ${(error as Error).message}`;
      record('Warning', 'InspectFailed', message);
      return { reason: 'ImageInspectError', message };
    }
  }

  #backedOff(key: string, image: string, record: RecordEvent): ImageOutcome {
    const message = `Back-off pulling image ${quote(image)}`;
    record('Normal', 'BackOff', message);
    const last = this.#lastErrors.get(key);
    return {
      reason: 'ImagePullBackOff',
      message: last === undefined ? message : `${message}: ErrImagePull: ${last}`,
    };
  }

  async #pull(
    key: string,
    want: ImageWant,
    named: NamedImage,
    credentials: readonly AuthEntry[],
  ): Promise<ImageOutcome> {
    const { container, record } = want;
    record('Normal', 'Pulling', `Pulling image ${quote(container.image)}`);
    const started = performance.now();
    try {
      await this.#tryCredentials(named.image, credentials);
      const pulled = await this.#options.images.status(named.image);
      if (pulled === undefined) throw new CriError('NotFound', `image ${named.image} was removed`);
      const took = formatGoDuration(performance.now() - started);
      record(
        'Normal',
        'Pulled',
        `Successfully pulled image ${quote(container.image)} in ${took} (${took} including waiting). Image size: ${pulled.size} bytes.`,
      );
      this.#lastErrors.delete(key);
      this.#backOff.collect();
      return { present: pulled };
    } catch (error) {
      const { message } = error as Error;
      record('Warning', 'Failed', `Failed to pull image ${quote(container.image)}: ${message}`);
      this.#backOff.next(key);
      this.#lastErrors.set(key, message);
      return { reason: 'ErrImagePull', message };
    }
  }

  #withoutPull(
    image: string,
    present: RuntimeImage | undefined,
    record: RecordEvent,
  ): ImageOutcome {
    if (present !== undefined) {
      record('Normal', 'Pulled', this.#options.words.present(image));
      return { present };
    }
    const message = `Container image ${quote(image)} is not present with pull policy of Never`;
    record('Warning', 'ErrImageNeverPull', message);
    return { reason: 'ErrImageNeverPull', message };
  }

  /** Tries credentials in turn; anonymously only when there are none at all. */
  async #tryCredentials(image: string, credentials: readonly AuthEntry[]): Promise<void> {
    if (credentials.length === 0) {
      await this.#options.images.pull(image, undefined);
      return;
    }
    const failures: CriError[] = [];
    for (const auth of credentials) {
      try {
        await this.#options.images.pull(image, auth);
        return;
      } catch (error) {
        if (!(error instanceof CriError)) throw error;
        failures.push(error);
      }
    }
    const [first] = failures;
    if (first !== undefined && failures.length === 1) throw first;
    throw new Error(aggregate(failures.map(({ message }) => message)), { cause: first });
  }
}

interface NamedImage {
  /** As written, with `:latest` when it has neither tag nor digest. */
  readonly image: string;
  /** Fully qualified, without tag and digest: the name that credential providers receive. */
  readonly repository: string;
}

/** The default tag is added to the text as written: the runtime decides which registry a short name means. */
function nameOf(image: string): NamedImage | { readonly problem: string } {
  try {
    const reference = parseReference(image);
    const tagged = withDefaultTag(reference) === reference ? image : `${image}:latest`;
    return { image: tagged, repository: `${reference.domain}/${reference.path}` };
  } catch (error) {
    if (error instanceof InvalidReference) return { problem: error.message };
    throw error;
  }
}

function quote(text: string): string {
  return JSON.stringify(text);
}
