import type { RepositoryName } from '../../../names/repository.ts';
import type { Call } from '../../core/call.ts';
import type { Permission } from '../../core/service.ts';
import { onRepository, repository } from '../../ecr/repository.ts';
import type { RegistryRecord, RepositoryRecord } from '../../state.ts';

/** The members of a request that name a repository. */
export interface OnRepository {
  readonly registryId?: string;
  readonly repositoryName: string;
}

/** The registry that a request acts on, and is authorized in: the caller's own by default. */
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

/** @throws AwsError `RepositoryNotFoundException`. */
export function repositoryOf(call: Call, input: OnRepository): RepositoryRecord {
  return repository(call.core, named(call, input));
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

/** The settings of the caller's registry; empty when nothing was set. */
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
