import type { EcrImage } from '../../names/ecr-image.ts';
import type { Place } from './place.ts';

/** The policy of a registry, which AWS tells to the registry's own account only. */
export function registryPolicyAt({
  registryKey,
  registryId,
}: Pick<EcrImage, 'registryKey' | 'registryId'>): Place<'registryPolicies'> {
  return {
    kind: 'registryPolicies',
    key: registryKey,
    fact: `policy of registry ${registryKey}`,
    permission: `ecr:GetRegistryPolicy in account ${registryId}`,
  };
}

/** The prefixes of a registry's pull-through cache rules. */
export function cachePrefixesAt({ registryKey }: EcrImage): Place<'cachePrefixes'> {
  return {
    kind: 'cachePrefixes',
    key: registryKey,
    fact: `pull-through cache rules of ${registryKey}`,
    permission: 'ecr:DescribePullThroughCacheRules on *',
  };
}
