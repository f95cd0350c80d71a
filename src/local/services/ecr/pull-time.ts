import { StorageError } from '../../../storage/errors.ts';
import type { Core } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import type { Caller } from '../../identity/caller.ts';
import { type ImageRecord, nameKey, type RepositoryRecord } from '../../state.ts';
import { countPull } from '../../usage/ecr-metrics.ts';
import { ecrErrors } from './errors.ts';
import { recordPull } from './find-image.ts';
import { type Paging, page } from './paging.ts';
import { forRegistry, keyOf, registryKeyOf } from './repository.ts';

/** Most principals in the list; the number is not published (see docs/fidelity.md). */
const maxExclusions = 100;

interface PrincipalInput {
  readonly principalArn: string;
}

export const pullTimeOperations: Record<string, Operation> = {
  RegisterPullTimeUpdateExclusion: operation<PrincipalInput, object>({
    permissions: forRegistry('RegisterPullTimeUpdateExclusion'),
    run({ principalArn }, call) {
      const { exclusions } = call.core.state;
      const key = `${registryKeyOf(call)} ${principalArn}`;
      if (exclusions.get(key) !== undefined) throw ecrErrors.exclusionExists(principalArn);
      if (exclusions.count(`${registryKeyOf(call)} `) >= maxExclusions) {
        throw ecrErrors.limitExceeded(`pull time update exclusions, at most ${maxExclusions}`);
      }
      exclusions.put(key, { principalArn, createdAt: call.now });
      return { principalArn, createdAt: new Date(call.now) };
    },
  }),
  DeregisterPullTimeUpdateExclusion: operation<PrincipalInput, object>({
    permissions: forRegistry('DeregisterPullTimeUpdateExclusion'),
    run({ principalArn }, call) {
      const gone = call.core.state.exclusions.delete(`${registryKeyOf(call)} ${principalArn}`);
      if (!gone) throw ecrErrors.exclusionNotFound(principalArn);
      return { principalArn };
    },
  }),
  ListPullTimeUpdateExclusions: operation<Paging, object>({
    permissions: forRegistry('ListPullTimeUpdateExclusions'),
    async run(input, call) {
      const { entries, ...next } = await page(
        call.core.state.exclusions,
        `${registryKeyOf(call)} `,
        input,
      );
      const pullTimeUpdateExclusions = entries.map(({ document }) => document.principalArn);
      return { pullTimeUpdateExclusions, ...next };
    },
  }),
};

/** Counts a pull, and notes its time unless the puller is one whose pulls leave none. */
export function notePull(
  core: Core,
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
    // On a full disk images can be pulled all the same.
    if (!(error instanceof StorageError && error.code === 'NOT_WRITTEN')) throw error;
  }
}
