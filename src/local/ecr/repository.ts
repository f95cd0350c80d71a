import { type RepositoryName, repositoryArn } from '../../names/repository.ts';
import type { Store } from '../core/call.ts';
import type { Permission } from '../core/service.ts';
import { type RepositoryRecord, repositoryKey } from '../state.ts';
import { ecrErrors } from './errors.ts';

export function keyOf({ registryId, region, name }: RepositoryName): string {
  return repositoryKey(registryId, region, name);
}

/** @throws AwsError `RepositoryNotFoundException`. */
export function repository({ state }: Store, which: RepositoryName): RepositoryRecord {
  const found = state.repositories.get(keyOf(which));
  if (found === undefined) throw ecrErrors.repositoryNotFound(which.name, which.registryId);
  return found;
}

/**
 * What an action on a repository requires: the policies of the repository and of its registry apply, and its
 * tags are condition keys. Also used for repositories that do not exist: a caller without permission does not
 * learn whether they do.
 */
export function onRepository(core: Store, action: string, which: RepositoryName): Permission {
  const { state } = core;
  const found = state.repositories.get(keyOf(which));
  const registry = state.registries.get(`${which.registryId}/${which.region}`);
  const policies = [found?.policy, registry?.policy].filter((text) => text !== undefined);
  return {
    action,
    resource: repositoryArn(which),
    accountId: which.registryId,
    resourcePolicies: policies,
    context: Object.fromEntries(
      Object.entries(found?.tags ?? {}).flatMap(([key, value]) => [
        [`aws:ResourceTag/${key}`, value],
        [`ecr:ResourceTag/${key}`, value],
      ]),
    ),
  };
}
