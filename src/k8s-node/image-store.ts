import type { AuthEntry } from '../kubelet/keyring.ts';
import { InvalidReference } from '../names/errors.ts';
import { asPulled, formatReference, parseReference } from '../names/reference.ts';
import { MemoryContentStore } from '../oci/client/content-store.ts';
import { RegistryError } from '../oci/client/errors.ts';
import type { Mirrors } from '../oci/client/mirrors.ts';
import { type PulledImage, type PullOptions, pullImage } from '../oci/client/pull.ts';
import { OciError } from '../oci/errors.ts';
import { CriError, type GrpcCode, type ImageService, type RuntimeImage } from './image-service.ts';

export interface ImageStoreOptions extends Omit<PullOptions, 'credentials' | 'store'> {
  /** Bytes that images may take. */
  readonly room?: () => number;
}

/** A container runtime's image service in memory: pulls with the distribution client, and keeps the images. */
export class ImageStore implements ImageService {
  readonly #options: ImageStoreOptions;
  readonly #contents: MemoryContentStore;
  /** By fully qualified reference; several references may name one image. */
  readonly #images = new Map<string, PulledImage>();

  constructor(options: ImageStoreOptions) {
    this.#options = options;
    this.#contents = new MemoryContentStore(options.room);
  }

  /** Bytes of the images. */
  get size(): number {
    return this.#contents.size;
  }

  async status(image: string): Promise<RuntimeImage | undefined> {
    const found = this.#find(image);
    return found === undefined ? undefined : this.#describe(found.id);
  }

  /** @param mirrors where the requests of this pull go, instead of the store's own. */
  async pull(image: string, auth: AuthEntry | undefined, mirrors?: Mirrors): Promise<string> {
    try {
      const pulled = await pullImage(image, {
        ...this.#options,
        ...(mirrors === undefined ? {} : { mirrors }),
        store: this.#contents,
        ...(auth === undefined ? {} : { credentials: auth }),
      });
      this.#images.set(pulled.reference, pulled);
      return pulled.id;
    } catch (error) {
      throw asCriError(error);
    }
  }

  async list(): Promise<readonly RuntimeImage[]> {
    const ids = new Set([...this.#images.values()].map(({ id }) => id));
    return [...ids].map((id) => this.#describe(id));
  }

  async remove(image: string): Promise<void> {
    const found = this.#find(image);
    if (found === undefined) return;
    for (const [reference, { id }] of this.#images) {
      if (id === found.id) this.#images.delete(reference);
    }
    const kept = [...this.#images.values()].flatMap(({ contents }) => contents);
    this.#contents.retain(new Set(kept));
  }

  /** An image is found by its id or by any reference it was pulled under. */
  #find(image: string): PulledImage | undefined {
    const byId = [...this.#images.values()].find(({ id }) => id === image);
    if (byId !== undefined) return byId;
    const reference = asPulled(parseReference(image));
    return this.#images.get(formatReference(reference));
  }

  #describe(id: string): RuntimeImage {
    const all = [...this.#images.values()].filter((image) => image.id === id);
    const parsed = all.map(({ reference, digest }) => ({ ...parseReference(reference), digest }));
    const tags = parsed.flatMap(({ domain, path, tag }) =>
      tag === undefined ? [] : [`${domain}/${path}:${tag}`],
    );
    const digests = parsed.map(({ domain, path, digest }) => `${domain}/${path}@${digest}`);
    return {
      id,
      repoTags: [...new Set(tags)],
      repoDigests: [...new Set(digests)],
      size: all[0]?.size ?? 0,
      ...(all[0] === undefined ? {} : { platform: all[0].platform }),
    };
  }
}

/** The gRPC code that containerd gives to each failure (errdefs.ToGRPC). */
function asCriError(error: unknown): CriError {
  if (error instanceof OciError || error instanceof InvalidReference)
    return new CriError('InvalidArgument', error.message, { cause: error });
  if (!(error instanceof RegistryError)) throw error;
  const codes: Partial<Record<RegistryError['code'], GrpcCode>> = {
    NOT_FOUND: 'NotFound',
    NO_PLATFORM: 'NotFound',
    CONTENT_MISMATCH: 'FailedPrecondition',
    CANCELLED: 'Canceled',
  };
  return new CriError(codes[error.code] ?? 'Unknown', error.message, { cause: error });
}
