import type { RepositoryName } from '../../names/repository.ts';
import { isIndexType } from '../../oci/media-types.ts';
import type { Core } from '../core/call.ts';
import type { Caller } from '../identity/caller.ts';
import { type RepositoryRecord, type State, within } from '../state.ts';
import { createRepository, templateFor } from './create-repository.ts';
import { ecrErrors } from './errors.ts';
import { tellImageAction, tellScanned } from './events.ts';
import { type Push, type Pushed, putImage } from './image-store.ts';
import { isReplicatedAtOnce, replicate, replicateLarge } from './replicate.ts';
import { keyOf, onRepository, repository } from './repository.ts';
import { scanDuration, scanOutcome } from './scan-outcome.ts';
import { scanningOf } from './scanning-rules.ts';
import { signPushed } from './sign-pushed.ts';
import { once } from './single-flight.ts';

/** Who acts on a repository, and when. */
export interface Actor {
  readonly core: Core;
  readonly caller: Caller;
  /** Condition keys of the request. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly now: number;
}

/** Whether the actor may perform an action on a repository. */
export function may({ core, caller, context }: Actor, action: string, which: RepositoryName) {
  return core.authorizer.decide(caller, onRepository(core, action, which), context);
}

/**
 * The repository that is pushed to, created now when a template applies and the pusher may create it.
 * @throws AwsError `RepositoryNotFoundException`, or `AccessDeniedException` without ecr:CreateRepository.
 */
export function repositoryForPush(actor: Actor, which: RepositoryName): RepositoryRecord {
  const { core, now } = actor;
  const found = core.state.repositories.get(keyOf(which));
  if (found !== undefined) return found;
  if (templateFor(core.state, which, 'CREATE_ON_PUSH') === undefined)
    return repository(core, which);
  const { decision, message } = may(actor, 'ecr:CreateRepository', which);
  if (decision !== 'allowed') throw ecrErrors.notAuthorized(message ?? '');
  return createRepository(core, which, 'CREATE_ON_PUSH', now);
}

/**
 * Stores a pushed image and does what follows: scanning, signing, and replication, which is left to
 * `replicatePushed` where it takes time.
 */
export function acceptPush(
  actor: Actor,
  target: RepositoryRecord,
  push: Push,
  content: 'present' | 'ready' = 'present',
): Pushed {
  const { core, caller, context, now } = actor;
  const { state } = core;
  const pushed = putImage(state, target, push, now, content);
  if (!pushed.changed) return pushed;
  const { image } = pushed;
  tellImageAction(core, target, 'PUSH', image, push.tag, now);
  const key = within(keyOf(target), image.digest);
  const before = state.afterPush.get(key);
  const scans = scanningOf(state, target).scanOnPush && !isIndexType(image.mediaType);
  const signings = signPushed(core, caller, context, target, now);
  const isAtOnce = isReplicatedAtOnce(core, target, image);
  const replications = isAtOnce ? replicate(core, target, image, push.tag, now) : [];
  if (!isAtOnce) noteReplication(state, key, push.tag);
  const isFirstScan = scans && before?.scannedAt === undefined;
  if (isFirstScan) tellScanned(core, target, image, scanOutcome.status, now, scanDuration);
  if (!scans && signings.length === 0 && replications.length === 0) return pushed;
  state.afterPush.put(key, {
    ...before,
    ...(isFirstScan ? { scannedAt: now } : {}),
    ...(signings.length === 0 ? {} : { signings }),
    ...(replications.length === 0 ? {} : { replications }),
  });
  return pushed;
}

/** The image is queued for replication, once for each tag it was pushed with: a crash may come in between. */
function noteReplication(state: State, key: string, tag: string | undefined): void {
  const tags = state.unreplicated.get(key)?.tags ?? [];
  state.unreplicated.put(key, { tags: [...new Set([...tags, tag ?? ''])] });
}

/** Replicates queued images: one, or all that a crash or a full disk left behind. */
export async function replicatePushed(core: Core, only?: string): Promise<void> {
  const { state } = core;
  const waiting = only === undefined ? state.unreplicated.list().map(({ key }) => key) : [only];
  for (const key of waiting) {
    await once(core, `replicate ${key}`, async () => {
      for (;;) {
        const [tag] = state.unreplicated.get(key)?.tags ?? [];
        if (tag === undefined) return;
        await replicateUnder(core, key, tag === '' ? undefined : tag);
      }
    });
  }
}

async function replicateUnder(core: Core, key: string, tag: string | undefined): Promise<void> {
  const { state } = core;
  const [repositoryKey = ''] = key.split(' ');
  const [source, image] = [state.repositories.get(repositoryKey), state.images.get(key)];
  const replications =
    source === undefined || image === undefined
      ? []
      : await replicateLarge(core, source, image, tag, core.clock.now());
  const { tags = [] } = state.unreplicated.get(key) ?? {};
  const left = tags.filter((each) => each !== (tag ?? ''));
  state.metadata.transaction(() => {
    if (left.length === 0) state.unreplicated.delete(key);
    else state.unreplicated.put(key, { tags: left });
    if (replications.length === 0 || state.images.get(key) === undefined) return;
    state.afterPush.put(key, { ...state.afterPush.get(key), replications });
  });
}
