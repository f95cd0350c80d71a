import { type RepositoryName, repositoryArn } from '../../../names/repository.ts';
import type { Call, Core } from '../../core/call.ts';
import type { Permission } from '../../core/service.ts';
import { type RegistryRecord, type RepositoryRecord, repositoryKey } from '../../state.ts';
import { ecrErrors } from './errors.ts';

/** What names a repository in a request. */
export interface OnRepository {
  readonly registryId?: string;
  readonly repositoryName: string;
}

/** Whose registry a request acts on, and is authorized in: the caller's own unless it says another. */
export function registryIdOf({ caller }: Call, input: object): string {
  const named = 'registryId' in input ? input.registryId : undefined;
  return typeof named === 'string' ? named : caller.accountId;
}

/** The repository that a request names. */
export function named(call: Call, input: OnRepository): RepositoryName {
  return {
    registryId: registryIdOf(call, input),
    region: call.region,
    name: input.repositoryName,
  };
}

export function keyOf({ registryId, region, name }: RepositoryName): string {
  return repositoryKey(registryId, region, name);
}

/** @throws AwsError `RepositoryNotFoundException`. */
export function repository({ state }: Core, which: RepositoryName): RepositoryRecord {
  const found = state.repositories.get(keyOf(which));
  if (found === undefined) throw ecrErrors.repositoryNotFound(which.name, which.registryId);
  return found;
}

/** @throws AwsError `RepositoryNotFoundException`. */
export function repositoryOf(call: Call, input: OnRepository): RepositoryRecord {
  return repository(call.core, named(call, input));
}

/**
 * What an action on a repository requires: the policies of the repository and of its registry count,
 * and its tags are condition keys. Holds for repositories that don't exist, too: those who may not
 * look are not told.
 */
export function onRepository(core: Core, action: string, which: RepositoryName): Permission {
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

/** The permission that most operations need: the action of the same name on the repository. */
export const forRepository =
  (action: string) =>
  (input: OnRepository, call: Call): readonly Permission[] => [
    onRepository(call.core, `ecr:${action}`, named(call, input)),
  ];

/** Key of a registry's own settings: the caller's registry in the Region of the call. */
export function registryKeyOf({ caller, region }: Call): string {
  return `${caller.accountId}/${region}`;
}

/** The caller's registry as it is set up; empty when nothing was set. */
export function registryOf(call: Call): RegistryRecord {
  return call.core.state.registries.get(registryKeyOf(call)) ?? {};
}

/** Changes some settings of the caller's registry. */
export function changeRegistry(call: Call, change: Partial<RegistryRecord>): void {
  call.core.state.registries.put(registryKeyOf(call), { ...registryOf(call), ...change });
}

/** The permission of actions that have no resource type: they are granted on `*` only. */
export const forRegistry =
  (action: string) =>
  (input: object, call: Call): readonly Permission[] => {
    const accountId = registryIdOf(call, input);
    const registry = call.core.state.registries.get(`${accountId}/${call.region}`);
    return [
      {
        action: `ecr:${action}`,
        resource: '*',
        accountId,
        resourcePolicies: registry?.policy === undefined ? [] : [registry.policy],
      },
    ];
  };
