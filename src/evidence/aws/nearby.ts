import {
  DescribeRepositoriesCommand,
  ECRClient,
  paginateDescribeRepositories,
} from '@aws-sdk/client-ecr';
import { type Fact, known } from '../../chain/fact.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { nearest } from '../../names/nearest.ts';
import { type RegistryName, registryKey, repositoryKey } from '../../names/repository.ts';
import { once } from '../once.ts';
import type { Access, Accounts } from './accounts.ts';

/** Most repositories of a registry whose names are compared. */
const mostNames = 1000;

/**
 * Looks for a repository that is missing: under the same name in the node's Region and in the accounts that
 * may be read, and under a name like it in its own registry. It is only to suggest something, so that what
 * cannot be seen is left out.
 * @param region of the node, where there is one.
 * @returns keys `account/region/name`, the likeliest first.
 */
export function observeNearby(
  accounts: Accounts,
  place: EcrImage,
  region: string | undefined,
): Promise<Fact<readonly string[]>> {
  return once(accounts.access(place.registryId), `nearby ${place.repositoryKey} ${region}`, () =>
    lookAtNearby(accounts, place, region),
  );
}

async function lookAtNearby(
  accounts: Accounts,
  place: EcrImage,
  region: string | undefined,
): Promise<Fact<readonly string[]>> {
  const registries = [place.registryId, ...accounts.ids].flatMap((registryId) =>
    [place.region, region].flatMap((one): RegistryName[] =>
      one === undefined ? [] : [{ registryId, region: one }],
    ),
  );
  const others = [...new Map(registries.map((one) => [registryKey(one), one])).values()].filter(
    (one) => registryKey(one) !== place.registryKey,
  );
  const same = await Promise.all(
    others.map((one) => has(accounts.access(one.registryId), one, place.name)),
  );
  const alike = await namesLike(accounts.access(place.registryId), place);
  return known([
    ...others.flatMap((one, at) => (same[at] ? [`${registryKey(one)}/${place.name}`] : [])),
    ...alike.map((name) => `${place.registryKey}/${name}`),
  ]);
}

/** Looks for repositories of some names in one Region of the accounts that may be read. @returns their keys. */
export async function observeNamesakes(
  accounts: Accounts,
  region: string,
  names: readonly string[],
): Promise<Fact<readonly string[]>> {
  const wanted = accounts.ids.flatMap((registryId) =>
    names.map((name) => ({ registryId, region, name })),
  );
  const found = await Promise.all(
    wanted.map(async (one) => {
      const access = accounts.access(one.registryId);
      const key = repositoryKey(one);
      return (await once(access, `has ${key}`, () => has(access, one, one.name))) ? [key] : [];
    }),
  );
  return known(found.flat());
}

async function has(
  access: Access,
  { registryId, region }: RegistryName,
  name: string,
): Promise<boolean> {
  try {
    const client = new ECRClient({ region, maxAttempts: 2, ...access });
    const { repositories } = await client.send(
      new DescribeRepositoriesCommand({ registryId, repositoryNames: [name] }),
    );
    return (repositories ?? []).length > 0;
  } catch {
    return false;
  }
}

/** Names that differ from the one that is wanted by a slip of the hand, or by a namespace that was left out. */
async function namesLike(access: Access, place: EcrImage): Promise<string[]> {
  const names: string[] = [];
  try {
    const client = new ECRClient({ region: place.region, maxAttempts: 2, ...access });
    const pages = paginateDescribeRepositories({ client }, { registryId: place.registryId });
    for await (const { repositories } of pages) {
      for (const { repositoryName } of repositories ?? []) {
        if (repositoryName !== undefined) names.push(repositoryName);
      }
      if (names.length >= mostNames) break;
    }
  } catch {
    return [];
  }
  const wanted = place.name;
  const longer = names.filter((name) => name.endsWith(`/${wanted}`));
  const close = nearest(wanted, names, 1).filter(
    (name) => Math.abs(name.length - wanted.length) <= 2 && name[0] === wanted[0],
  );
  return [...new Set([...longer, ...close])];
}
