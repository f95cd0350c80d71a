import { InvalidReference } from '../../names/errors.ts';
import { asPulled, formatReference, parseReference } from '../../names/reference.ts';
import { artifactTypeOf } from '../artifact.ts';
import { OciError } from '../errors.ts';
import { type Descriptor, type ImageManifest, type Manifest, parseManifest } from '../manifest.ts';
import { choosePlatform, noMatch, type Platform, runsOn } from '../platform.ts';
import { type ContentStore, MemoryContentStore } from './content-store.ts';
import { type Dialect, resolving } from './dialect.ts';
import { RegistryError } from './errors.ts';
import { fetchContent } from './fetch.ts';
import { Repository, type RepositoryOptions } from './repository.ts';
import { resolve } from './resolve.ts';

export interface PullOptions extends Omit<RepositoryOptions, 'access'> {
  /** The platform of the machine that will run the image. */
  readonly platform: Platform;
  readonly store?: ContentStore;
  /** The version of containerd whose messages are used; 1.7 by default. */
  readonly dialect?: Dialect;
}

/** A pulled image. */
export interface PulledImage {
  /** Fully qualified reference, such as `docker.io/library/busybox:1.36`. */
  readonly reference: string;
  /** Digest that the reference resolved to: an index's when there is one. */
  readonly digest: string;
  /** Digest of the manifest for this platform. */
  readonly manifestDigest: string;
  /** Digest of the config, which the runtime calls the image's id. */
  readonly id: string;
  /** Total bytes of manifests, config and layers, fetched or already present. */
  readonly size: number;
  readonly platform: Platform;
  readonly contents: readonly string[];
}

/** Largest manifest or config that is held in memory, in bytes. */
const maxKept = 8 * 1024 * 1024;

/** Layers fetched at the same time (containerd CRI, max_concurrent_downloads). */
const maxConcurrentDownloads = 3;

/**
 * Pulls an image with containerd's order of requests: HEAD the tag, GET its manifest by digest, from an index
 * the manifest for this platform, then the config, then the layers.
 * @throws RegistryError with containerd's message, such as `failed to pull and unpack image "…": …`.
 */
export async function pullImage(image: string, options: PullOptions): Promise<PulledImage> {
  const reference = asPulled(parseReference(image));
  const name = formatReference(reference);
  const repository = new Repository(reference, { ...options, access: 'pull' });
  const { store = new MemoryContentStore(), dialect = 'containerd-1.7' } = options;
  let resolved: Descriptor | undefined;
  try {
    const object = reference.digest ?? reference.tag ?? 'latest';
    const target = await resolve(repository, name, object, dialect).catch((error: unknown) => {
      throw asRegistryError(error).during(resolving(dialect, name));
    });
    resolved = target;
    const chain = await manifestFor(repository, store, target, options.platform);
    const content = await fetchKept(repository, store, chain.image.config);
    const config = platformIn(content);
    if (chain.isFromEntryWithoutPlatform) refuseOther(config, options.platform);
    await fetchLayers(repository, store, chain.image.layers);
    refuseArtifact(chain.image, content);
    const contents = [...chain.path, chain.image.config, ...chain.image.layers];
    return {
      reference: name,
      digest: target.digest,
      manifestDigest: chain.path.at(-1)?.digest ?? target.digest,
      id: chain.image.config.digest,
      size: contents.reduce((sum, { size }) => sum + size, 0),
      platform: config ?? options.platform,
      contents: contents.map(({ digest }) => digest),
    };
  } catch (error) {
    const failure = asRegistryError(error);
    // The transfer service pulls whatever platforms exist; a missing platform fails when the image is inspected
    // afterwards.
    if (failure.code === 'NO_PLATFORM' && dialect === 'containerd-2.1') {
      const why = `no match for platform in manifest ${resolved?.digest}: not found`;
      throw new RegistryError('NO_PLATFORM', `get image config descriptor: ${why}`, {
        cause: failure,
      });
    }
    throw failure.during(`failed to pull and unpack image "${name}"`);
  } finally {
    repository.close();
  }
}

interface Chain {
  readonly path: readonly Descriptor[];
  readonly image: ImageManifest;
  /** Whether it was found through an index that does not state its platform. */
  readonly isFromEntryWithoutPlatform: boolean;
}

/** Walks from the resolved descriptor down to the manifest of one image, through nested indexes. */
async function manifestFor(
  repository: Repository,
  store: ContentStore,
  target: Descriptor,
  machine: Platform,
): Promise<Chain> {
  const path: Descriptor[] = [];
  let next = target;
  for (;;) {
    path.push(next);
    const manifest = await fetchManifest(repository, store, next);
    if (manifest.kind === 'image') {
      const isFromEntryWithoutPlatform = path.length > 1 && next.platform === undefined;
      return { path, image: manifest, isFromEntryWithoutPlatform };
    }
    next = choosePlatform(manifest.manifests, machine);
    if (path.some(({ digest }) => digest === next.digest)) throw noMatch(machine, []);
  }
}

async function fetchManifest(
  repository: Repository,
  store: ContentStore,
  descriptor: Descriptor,
): Promise<Manifest> {
  return parseManifest(await fetchKept(repository, store, descriptor), descriptor.mediaType);
}

async function fetchKept(
  repository: Repository,
  store: ContentStore,
  descriptor: Descriptor,
): Promise<Buffer> {
  const present = store.read(descriptor.digest);
  if (present !== undefined) return present;
  if (descriptor.size > maxKept) {
    throw new RegistryError(
      'CONTENT_MISMATCH',
      `rejecting ${descriptor.size} byte ${descriptor.mediaType}: larger than ${maxKept} bytes`,
    );
  }
  const pieces: Buffer[] = [];
  await fetchContent(repository, descriptor, (piece) => pieces.push(piece));
  const content = Buffer.concat(pieces);
  store.commit(descriptor.digest, descriptor.size, content);
  return content;
}

/**
 * containerd reads the platform from a config only where an index led to it without a platform. An image
 * without an index is accepted whatever it was built for (core/images, Manifest): its program fails, not its
 * pull.
 */
function refuseOther(platform: Platform | undefined, machine: Platform): void {
  if (platform !== undefined && !runsOn(platform, machine)) throw noMatch(machine, [{ platform }]);
}

/**
 * containerd unpacks by the configuration of an image while it fetches. What has none of an image is unpacked afterwards,
 * by the layers that its configuration lists: an artifact's lists others than the manifest has (client/image.go, getLayers).
 */
function refuseArtifact(image: ImageManifest, config: Buffer): void {
  if (artifactTypeOf(image) === undefined || diffIdsIn(config) === image.layers.length) return;
  throw new RegistryError(
    'CONTENT_MISMATCH',
    'failed to unpack image on snapshotter overlayfs: mismatched image rootfs and manifest layers',
  );
}

function diffIdsIn(config: Buffer): number {
  try {
    const value = JSON.parse(config.toString()) as { rootfs?: { diff_ids?: unknown } } | null;
    const ids = value?.rootfs?.diff_ids;
    return Array.isArray(ids) ? ids.length : 0;
  } catch {
    return 0;
  }
}

function platformIn(config: Buffer): Platform | undefined {
  try {
    const value = JSON.parse(config.toString()) as Record<string, unknown> | null;
    const { os, architecture, variant } = value ?? {};
    if (typeof os !== 'string' || typeof architecture !== 'string') return undefined;
    return { os, architecture, ...(typeof variant === 'string' && variant ? { variant } : {}) };
  } catch {
    return undefined;
  }
}

async function fetchLayers(
  repository: Repository,
  store: ContentStore,
  layers: readonly Descriptor[],
): Promise<void> {
  const missing = new Map(
    layers.filter(({ digest }) => !store.has(digest)).map((layer) => [layer.digest, layer]),
  );
  const queue = [...missing.values()];
  const worker = async (): Promise<void> => {
    for (let layer = queue.shift(); layer !== undefined; layer = queue.shift()) {
      await fetchContent(repository, layer);
      store.commit(layer.digest, layer.size);
    }
  };
  await Promise.all(Array.from({ length: maxConcurrentDownloads }, worker));
}

function asRegistryError(error: unknown): RegistryError {
  if (error instanceof RegistryError) return error;
  if (error instanceof OciError || error instanceof InvalidReference) {
    const code = error.code === 'PLATFORM_NO_MATCH' ? 'NO_PLATFORM' : 'PROTOCOL';
    return new RegistryError(code, error.message, { cause: error });
  }
  throw error;
}
