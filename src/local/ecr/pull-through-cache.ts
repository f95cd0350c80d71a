import type { RepositoryName } from '../../names/repository.ts';
import { RegistryError as UpstreamFailure } from '../../oci/client/errors.ts';
import type { Repository } from '../../oci/client/repository.ts';
import { type Descriptor, parseManifest } from '../../oci/manifest.ts';
import type { Core, Store } from '../core/call.ts';
import { slices } from '../core/turns.ts';
import { AwsError } from '../protocol/aws-error.ts';
import {
  type PullThroughCacheRuleRecord,
  type RepositoryRecord,
  type State,
  within,
} from '../state.ts';
import { cacheRuleFor } from './cache-rules.ts';
import { createRepository } from './create-repository.ts';
import { ecrErrors } from './errors.ts';
import { tellCacheAction } from './events.ts';
import { findImage } from './find-image.ts';
import { needing } from './image-references.ts';
import { putImage, readManifest, referencesOf } from './image-store.ts';
import { isWhole } from './layer-records.ts';
import { type Actor, may } from './push.ts';
import { isLarge } from './put-large.ts';
import { keyOf } from './repository.ts';
import { once } from './single-flight.ts';
import { beginUpload, completeUpload } from './uploads.ts';
import { fetchManifest, resolveUpstream, withUpstream } from './upstream.ts';

interface ImageId {
  readonly imageTag?: string | undefined;
  readonly imageDigest?: string | undefined;
}

/** A cached tag is compared with its upstream at most once a day (ECR User Guide, "Pull through cache"). */
const checkInterval = 24 * 3_600_000;

/**
 * Fetches an image from upstream before it is pulled, when a pull through cache rule matches its repository,
 * the cached image is not fresh, and the puller may import. If anything else fails, the cache stays as it is:
 * an image that is cached can still be pulled.
 * @throws AwsError when the upstream fails and nothing is cached.
 */
export async function refreshFromUpstream(
  actor: Actor,
  which: RepositoryName,
  id: ImageId,
): Promise<void> {
  const { core } = actor;
  const rule = cacheRuleFor(core.state, which);
  const tag = id.imageTag ?? '';
  // A digest is not looked for upstream, also beside a tag: aws/containers-roadmap#2837.
  if (rule === undefined || id.imageDigest !== undefined || !isTag(tag)) return;
  if (isFresh(actor, which, id) || !mayImport(actor, which)) return;
  try {
    await once(core, `${keyOf(which)} ${tag}`, () => importImage(actor, rule, which, tag));
  } catch (error) {
    if (!(error instanceof UpstreamFailure)) throw error;
    tellCacheAction(core, rule, which, { tag }, 'FAILED', actor.now);
    if (findImage(core.state, keyOf(which), id) === undefined) throw failureOf(error);
  }
}

/** Fetches a layer of a cached image from upstream when it is pulled for the first time. */
export async function importLayer(
  actor: Actor,
  which: RepositoryName,
  digest: string,
): Promise<void> {
  const { core } = actor;
  const key = keyOf(which);
  const known = core.state.layers.get(within(key, digest));
  if (known !== undefined && (await isWhole(core, known))) return;
  const rule = cacheRuleFor(core.state, which);
  const repository = core.state.repositories.get(key);
  if (rule === undefined || repository === undefined || !mayImport(actor, which)) return;
  if (needing(core.state, key, digest, 'blob').next().done) return;
  await once(core, `${key} ${digest}`, () => fetchLayer(core, rule, repository, digest)).catch(
    (error: unknown) => {
      throw error instanceof UpstreamFailure ? failureOf(error) : error;
    },
  );
}

/** The API accepts any text for a tag; only valid ones are requested upstream. */
function isTag(text: string): boolean {
  return /^\w[\w.-]{0,127}$/.test(text);
}

function isFresh({ core: { state }, now }: Actor, which: RepositoryName, id: ImageId): boolean {
  const key = keyOf(which);
  if (findImage(state, key, id) === undefined) return false;
  const checkedAt = state.upstreamChecks.get(within(key, id.imageTag ?? ''))?.checkedAt;
  return checkedAt !== undefined && now - checkedAt < checkInterval;
}

/** Importing needs its own action and, the first time, the action that creates the repository. */
function mayImport(actor: Actor, which: RepositoryName): boolean {
  const exists = actor.core.state.repositories.get(keyOf(which)) !== undefined;
  const needed = ['ecr:BatchImportUpstreamImage', ...(exists ? [] : ['ecr:CreateRepository'])];
  return needed.every((action) => may(actor, action, which).decision === 'allowed');
}

async function importImage(
  actor: Actor,
  rule: PullThroughCacheRuleRecord,
  which: RepositoryName,
  tag: string,
): Promise<void> {
  const { core, now } = actor;
  await withUpstream(core, rule, which.name, async (upstream) => {
    const found = await resolveUpstream(upstream, tag);
    if (found === undefined) return;
    const manifests = await fetchManifests(upstream, found);
    const ready = await writeReferencesOf(core.state, keyOf(which), manifests);
    // The upstream took time: the permission may have been revoked meanwhile.
    if (cacheRuleFor(core.state, which) === undefined || !mayImport(actor, which)) return;
    core.state.metadata.transaction(() => {
      const repository =
        core.state.repositories.get(keyOf(which)) ??
        createRepository(core, which, 'PULL_THROUGH_CACHE', now);
      for (const { descriptor, body } of manifests) {
        const named = descriptor.digest === found.digest ? tag : undefined;
        const push = { ...descriptor, body, tag: named };
        keep(core, repository, push, now, ready(descriptor.digest));
      }
      core.state.upstreamChecks.put(within(keyOf(which), tag), { checkedAt: now });
    });
    tellCacheAction(core, rule, which, { tag, digest: found.digest }, 'SUCCESS', now);
  });
}

/**
 * Writes the references of large images ahead, in slices.
 * @returns whether those of an image are all there at the moment of the call.
 */
async function writeReferencesOf(
  state: State,
  repositoryKey: string,
  manifests: readonly { readonly descriptor: Descriptor; readonly body: string }[],
): Promise<(digest: string) => 'later' | 'ready'> {
  const written = new Set<string>();
  const before = state.references.removals;
  for (const { descriptor, body } of manifests) {
    const read = readManifest({ body, mediaType: descriptor.mediaType });
    if (!isLarge(read)) continue;
    for await (const slice of slices([
      ...referencesOf(repositoryKey, read.digest, read.manifest),
    ])) {
      for (const [key, record] of slice) state.references.put(key, record);
    }
    written.add(descriptor.digest);
  }
  return (digest) =>
    written.has(digest) && state.references.removals === before ? 'ready' : 'later';
}

/** A manifest and those it lists, the listed ones first. */
async function fetchManifests(
  upstream: Repository,
  descriptor: Descriptor,
): Promise<{ descriptor: Descriptor; body: string }[]> {
  const body = await fetchManifest(upstream, descriptor);
  const manifest = parseManifest(body, descriptor.mediaType);
  const listed = [];
  if (manifest.kind === 'index') {
    for (const child of manifest.manifests) listed.push(...(await fetchManifests(upstream, child)));
  }
  return [...listed, { descriptor, body }];
}

/** An immutable tag stays on its first image, even when it moved upstream. */
function keep(
  { state }: Store,
  repository: RepositoryRecord,
  push: Parameters<typeof putImage>[2],
  now: number,
  content: 'later' | 'ready',
): void {
  try {
    putImage(state, repository, push, now, content);
  } catch (error) {
    const isTaken = error instanceof AwsError && error.code === 'ImageTagAlreadyExistsException';
    if (!isTaken) throw error;
  }
}

/** Asks upstream even for content that is stored here: the upstream decides whether it may be served. */
async function fetchLayer(
  core: Core,
  rule: PullThroughCacheRuleRecord,
  repository: RepositoryRecord,
  digest: string,
): Promise<void> {
  await withUpstream(core, rule, repository.name, async (upstream) => {
    const answer = await upstream.request('GET', `blobs/${digest}`);
    if (answer.status !== 200) {
      answer.body.resume();
      throw new UpstreamFailure('UNEXPECTED_STATUS', answer.statusLine, { status: answer.status });
    }
    const id = await beginUpload(core, repository);
    await core.blobs.append(id, answer.body);
    await completeUpload(core, repository, id, digest);
  });
}

/** ECR's failure codes for upstreams (ECR API, ImageFailure), as errors. */
function failureOf({ status, code, message }: UpstreamFailure): AwsError {
  if (status === 429) return ecrErrors.upstream('UpstreamTooManyRequests', message);
  if (status === 401 || status === 403 || code === 'UNAUTHORIZED') {
    return ecrErrors.upstreamRefuses();
  }
  return ecrErrors.upstream('UpstreamUnavailable', message);
}
