import { GetRepositoryPolicyCommand, paginateDescribeRepositories } from '@aws-sdk/client-ecr';
import type { Fact } from '../../chain/fact.ts';
import { otherPoliciesAt } from '../../chain/world.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Access } from './accounts.ts';
import { forPlace } from './repository.ts';

/** How many repositories of a registry are asked for their policy. */
const most = 20;

/** Looks at the policies of some other repositories of a registry: those beside the one that has none, once for all. */
export function observeOtherPolicies(
  access: Access,
  place: EcrImage,
): Promise<Fact<Readonly<Record<string, string>>>> {
  const look = { ...otherPoliciesAt(place), absentOn: [] };
  return once(access, `other policies ${place.registryKey}`, () =>
    observe(look, () => lookAtPolicies(access, place)),
  );
}

async function lookAtPolicies(access: Access, place: EcrImage): Promise<Record<string, string>> {
  const { client, names } = forPlace(access, place);
  const { registryId } = names;
  const all: string[] = [];
  for await (const { repositories } of paginateDescribeRepositories({ client }, { registryId })) {
    all.push(...(repositories ?? []).flatMap(({ repositoryName }) => repositoryName ?? []));
    if (all.length >= most) break;
  }
  const policies = await Promise.all(
    all
      .filter((name) => name !== place.name)
      .slice(0, most)
      .map(async (repositoryName): Promise<readonly (readonly [string, string])[]> => {
        try {
          const command = new GetRepositoryPolicyCommand({ registryId, repositoryName });
          const { policyText } = await client.send(command);
          return policyText === undefined ? [] : [[repositoryName, policyText]];
        } catch (error) {
          if ((error as Error).name === 'RepositoryPolicyNotFoundException') return [];
          throw error;
        }
      }),
  );
  return Object.fromEntries(policies.flat());
}
