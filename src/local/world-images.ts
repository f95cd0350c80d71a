import { Writable } from 'node:stream';
import { type Fact, known } from '../chain/fact.ts';
import type { Facts, ImageFacts } from '../chain/world.ts';
import { repositoryKey as keyOf } from '../names/repository.ts';
import { artifactTypeOf } from '../oci/artifact.ts';
import { parseManifest } from '../oci/manifest.ts';
import type { Platform } from '../oci/platform.ts';
import type { Core } from './core/call.ts';
import { documentsOf, turnTaking } from './core/turns.ts';
import { cacheRuleFor } from './ecr/cache-rules.ts';
import { wholeLayers } from './ecr/layer-records.ts';
import { statusOf } from './ecr/storage-class.ts';
import { type ImageRecord, type RepositoryRecord, within } from './state.ts';

/** How many images are looked at together: each takes a few looks at the disk, and a large one some time. */
const together = 8;

/** Each image under every name that a reference can give it: its digest and its tags. */
export async function imagesOf(
  core: Core,
  repositories: readonly RepositoryRecord[],
): Promise<Facts<ImageFacts>> {
  const found: Record<string, Fact<ImageFacts>> = {};
  const giveWay = turnTaking();
  for (const repository of repositories) {
    const key = keyOf(repository);
    for await (const slice of documentsOf(core.state.images, { prefix: `${key} ` })) {
      for (let at = 0; at < slice.length; at += together) {
        const looks = slice.slice(at, at + together).map(async ({ document }) => ({
          names: [`${key}@${document.digest}`, ...document.tags.map((tag) => `${key}:${tag}`)],
          fact: known(await imageFacts(core, repository, document)),
        }));
        for (const { names, fact } of await Promise.all(looks)) {
          for (const name of names) found[name] = fact;
        }
        await giveWay();
      }
    }
  }
  return found;
}

async function imageFacts(
  core: Core,
  record: RepositoryRecord,
  image: ImageRecord,
): Promise<ImageFacts> {
  const { state } = core;
  const repository = keyOf(record);
  const holders =
    image.children.length === 0
      ? [image]
      : image.children.flatMap((child) => state.images.get(within(repository, child)) ?? []);
  const needed = [...new Set(holders.flatMap(({ blobs }) => blobs))];
  const whole = await wholeLayers(core, repository, needed);
  const missing = needed.filter((blob) => !whole.has(blob));
  const artifactType = artifactTypeOf(manifestOf(core, repository, image));
  return {
    digest: image.digest,
    status: statusOf(image, core.clock.now()),
    mediaType: image.mediaType,
    ...(artifactType === undefined ? {} : { artifactType }),
    platforms: known(await platformsOf(core, repository, image)),
    // A cached image's layers come from upstream when they are first pulled.
    missingBlobs: known(cacheRuleFor(state, record) === undefined ? missing : []),
  };
}

function manifestOf({ state }: Pick<Core, 'state'>, repository: string, image: ImageRecord) {
  const body = state.manifests.get(within(repository, image.digest))?.body ?? '{}';
  return parseManifest(body, image.mediaType);
}

async function platformsOf(
  { state, blobs }: Core,
  repository: string,
  image: ImageRecord,
): Promise<Platform[]> {
  const manifest = manifestOf({ state }, repository, image);
  if (manifest.kind === 'index') {
    return manifest.manifests
      .flatMap(({ platform }) => platform ?? [])
      .filter(({ os }) => os !== 'unknown');
  }
  const config = await readText(blobs, manifest.config.digest);
  const { os, architecture, variant } = parseObject(config) as Partial<Platform>;
  if (os === undefined || architecture === undefined) return [];
  return [{ os, architecture, ...(variant === undefined ? {} : { variant }) }];
}

async function readText(blobs: Core['blobs'], digest: string): Promise<string> {
  const size = await blobs.size(digest);
  if (size === undefined || size > 1 << 20) return '';
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      // The memory of a piece is used for the next one, of whatever file, as soon as it is taken.
      chunks.push(Buffer.from(chunk));
      done();
    },
  });
  await blobs.read(digest).pipeTo(sink);
  return Buffer.concat(chunks).toString();
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
