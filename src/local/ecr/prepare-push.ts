import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RepositoryName } from '../../names/repository.ts';
import type { Manifest } from '../../oci/manifest.ts';
import { type RepositoryRecord, within } from '../state.ts';
import { contentMissing, neededBy } from './image-content.ts';
import { type Push, type Pushed, type ReadManifest, readManifest } from './image-store.ts';
import { wholeLayers } from './layer-records.ts';
import { type Actor, acceptPush, replicatePushed } from './push.ts';
import { isLarge, putLarge } from './put-large.ts';
import { recountImages } from './quotas.ts';
import { keyOf } from './repository.ts';

/** A manifest of more characters is parsed in a turn of its own: the largest take some fifty milliseconds. */
const longBody = 1 << 18;

/**
 * Accepts an image that a client pushes, through either door. Everything slow comes first: its content is
 * checked, and the references of a large image are written. Then authorization, repository and everything else
 * are decided in one turn, by the state of that moment.
 * @param admit authorizes the pusher. @returns the repository.
 * @throws AwsError, OciError as `putImage`.
 */
export async function pushImage(
  actor: Actor,
  which: RepositoryName,
  push: Push,
  admit: () => RepositoryRecord,
): Promise<Pushed> {
  await recountImages(actor.core.state, keyOf(admit()));
  if (push.body.length > longBody) await nextTurn();
  const read = readManifest(push);
  if (push.body.length > longBody) await nextTurn();
  const prepared = { ...push, read };
  const pushed = isLarge(read)
    ? await putLarge(actor.core, which, read, (content, found) =>
        acceptPush(actor, admit(), { ...prepared, read: found }, content),
      )
    : await acceptSmall(actor, admit, prepared);
  await replicatePushed(actor.core, within(keyOf(which), pushed.image.digest));
  return pushed;
}

async function acceptSmall(
  actor: Actor,
  admit: () => RepositoryRecord,
  push: Push & { readonly read: ReadManifest },
): Promise<Pushed> {
  await requireWholeLayers(actor, admit(), push.read.manifest);
  return acceptPush(actor, admit(), push);
}

/** @throws AwsError for layers whose content is missing or damaged, as for those that were never pushed. */
async function requireWholeLayers(
  { core }: Actor,
  target: RepositoryRecord,
  manifest: Manifest,
): Promise<void> {
  if (manifest.kind === 'index') return;
  const needed = neededBy(manifest);
  const whole = await wholeLayers(core, keyOf(target), needed);
  const missing = needed.filter((digest) => !whole.has(digest));
  if (missing.length > 0) throw contentMissing(target, manifest, missing);
}
