import { StorageError } from '../../storage/errors.ts';
import type { Signals, Store } from '../core/call.ts';
import type { Caller } from '../identity/caller.ts';
import { type ImageRecord, nameKey, type RepositoryRecord } from '../state.ts';
import { countPull } from '../usage/ecr-metrics.ts';
import { recordPull } from './find-image.ts';
import { keyOf } from './repository.ts';

/** Counts a pull, and records its time unless the puller is excluded from that. */
export function notePull(
  core: Store & Signals,
  caller: Caller,
  repository: RepositoryRecord,
  image: ImageRecord,
  now: number,
): void {
  const { state } = core;
  countPull(core, repository, now);
  core.requests.countPull(repository.arn);
  const arn =
    caller.kind === 'role'
      ? state.roles.get(nameKey(caller.accountId, caller.name ?? ''))?.arn
      : caller.arn;
  const registry = `${repository.registryId}/${repository.region}`;
  if (state.exclusions.get(`${registry} ${arn}`) !== undefined) return;
  try {
    recordPull(state, keyOf(repository), image, now);
  } catch (error) {
    // Images can be pulled even when the disk is full.
    if (!(error instanceof StorageError && error.code === 'NOT_WRITTEN')) throw error;
  }
}
