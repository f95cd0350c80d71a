import { absent, type Fact, known } from '../../chain/fact.ts';
import {
  emptyWorld,
  type ImageFacts,
  type RepositoryFacts,
  type World,
} from '../../chain/world.ts';
import { ecrImageNamed } from '../../names/ecr-image.ts';
import { repositoryUri } from '../../names/repository.ts';
import type { Current } from '../observe/current.ts';
import type { Observed, ObservedRole } from '../observe/types.ts';
import type { Surroundings } from './facts.ts';
import { rolesOf } from './roles.ts';

/** A state of everything that a spec is about: as it is, or as it will be. */
export interface State {
  readonly resources: readonly Current[];
  readonly observed: Observed;
  /** Roles that no resource is about, each with its account. */
  readonly elsewhere: readonly (readonly [account: string, ObservedRole])[];
  readonly around: Surroundings;
  /** Name of the policy that the spec puts on roles. */
  readonly policyName: string;
}

/**
 * A state as the chain's world. Whether an image was pushed is not part of a plan, so that every repository has one there
 * that runs everywhere.
 */
export function worldOf({ resources, observed, elsewhere, around, policyName }: State): World {
  const { accounts, keys } = around;
  return {
    ...emptyWorld,
    accounts,
    ...registriesOf(resources, around),
    keys,
    ...repositoriesOf(resources),
    roles: rolesOf(resources, observed, elsewhere, around, policyName),
  };
}

/** Caches and policies of registries: as the state has them where it has any, else as they were seen. */
function registriesOf(
  all: readonly Current[],
  { registryPolicies, cachePrefixes }: Surroundings,
): Pick<World, 'registryPolicies' | 'cachePrefixes'> {
  const prefixes = new Map<string, string[]>();
  const policies: Record<string, Fact<string>> = { ...registryPolicies };
  for (const one of all) {
    const key = `${one.account}/${one.region}`;
    if (one.kind === 'cache-rule') {
      prefixes.set(key, [...(prefixes.get(key) ?? []), one.properties.prefix]);
    }
    if (one.kind !== 'registry-policy') continue;
    const { statements, others } = one.properties;
    const Statement = [...others, ...statements];
    policies[key] = known(JSON.stringify({ Version: '2012-10-17', Statement }));
  }
  const own = [...prefixes].map(([key, found]) => [key, known(found)] as const);
  return {
    registryPolicies: policies,
    cachePrefixes: { ...cachePrefixes, ...Object.fromEntries(own) },
  };
}

/** An image that is there, and runs everywhere. */
export const anyImage: ImageFacts = {
  digest: `sha256:${'0'.repeat(64)}`,
  status: 'ACTIVE',
  mediaType: 'application/vnd.oci.image.index.v1+json',
  platforms: known([]),
  missingBlobs: known([]),
};

function repositoriesOf(all: readonly Current[]): Pick<World, 'repositories' | 'images'> {
  const policies = new Map(
    all.flatMap((one) =>
      one.kind === 'repository-policy'
        ? [[`${one.account}/${one.region}/${one.properties.repository}`, one.properties.document]]
        : [],
    ),
  );
  const repositories: Record<string, Fact<RepositoryFacts>> = {};
  const images: Record<string, Fact<ImageFacts>> = {};
  for (const one of all) {
    if (one.kind !== 'repository') continue;
    const { name, tags, encryption } = one.properties;
    const region = one.region ?? '';
    const place = ecrImageNamed(repositoryUri({ registryId: one.account, region, name }));
    if (place === undefined) continue;
    const policy = policies.get(place.repositoryKey);
    const [type = 'AES256', key] = encryption.split(' ');
    repositories[place.repositoryKey] = known({
      policy: policy === undefined ? absent : known(JSON.stringify(policy)),
      tags: known(tags),
      imageTags: known(['latest']),
      encryption: {
        type: type as 'AES256' | 'KMS' | 'KMS_DSSE',
        ...(key === undefined ? {} : { key }),
      },
    });
    images[place.imageKey] = known(anyImage);
  }
  return { repositories, images };
}
