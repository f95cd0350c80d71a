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

/** Policies of other repositories of a registry, by their names: looked at where one has none, and some of them only. */
export function otherPoliciesAt({
  registryKey,
  registryId,
}: Pick<EcrImage, 'registryKey' | 'registryId'>): Place<'otherPolicies'> {
  return {
    kind: 'otherPolicies',
    key: registryKey,
    fact: `policies of other repositories of ${registryKey}`,
    permission: `ecr:GetRepositoryPolicy on the repositories of account ${registryId}`,
  };
}
