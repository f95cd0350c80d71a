import {
  DescribeRepositoriesCommand,
  ECRClient,
  paginateDescribeRepositories,
} from '@aws-sdk/client-ecr';
import { type Fact, known } from '../../chain/fact.ts';
import { nearest } from '../../chain/nearest.ts';
import type { Place } from '../../chain/subject.ts';
import type { Access, Accounts } from './accounts.ts';

/** A registry in which the repository may be instead. */
interface Registry {
  readonly accountId: string;
  readonly region: string;
}

/** Most repositories of a registry whose names are compared. */
const mostNames = 1000;

/**
 * Looks for a repository that is missing: under the same name in the node's Region and in the accounts that
 * may be read, and under a name like it in its own registry. It is only to suggest something, so that what
 * cannot be seen is left out.
 * @param region of the node, where there is one.
 * @returns keys `account/region/name`, the likeliest first.
 */
export async function observeNearby(
  accounts: Accounts,
  place: Place,
  region: string | undefined,
): Promise<Fact<readonly string[]>> {
  const registries = [place.accountId, ...accounts.ids].flatMap((accountId) =>
    [place.region, region].flatMap((one): Registry[] =>
      one === undefined ? [] : [{ accountId, region: one }],
    ),
  );
  const others = [...new Map(registries.map((one) => [keyOf(one), one])).values()].filter(
    (one) => keyOf(one) !== place.registryKey,
  );
  const same = await Promise.all(
    others.map((one) => has(accounts.access(one.accountId), one, place.repository)),
  );
  const alike = await namesLike(accounts.access(place.accountId), place);
  return known([
    ...others.flatMap((one, at) => (same[at] ? [`${keyOf(one)}/${place.repository}`] : [])),
    ...alike.map((name) => `${place.registryKey}/${name}`),
  ]);
}

async function has(
  access: Access,
  { accountId, region }: Registry,
  name: string,
): Promise<boolean> {
  try {
    const client = new ECRClient({ region, maxAttempts: 2, ...access });
    const { repositories } = await client.send(
      new DescribeRepositoriesCommand({ registryId: accountId, repositoryNames: [name] }),
    );
    return (repositories ?? []).length > 0;
  } catch {
    return false;
  }
}

/** Names that differ from the one that is wanted by a slip of the hand, or by a namespace that was left out. */
async function namesLike(access: Access, place: Place): Promise<string[]> {
  const names: string[] = [];
  try {
    const client = new ECRClient({ region: place.region, maxAttempts: 2, ...access });
    const pages = paginateDescribeRepositories({ client }, { registryId: place.accountId });
    for await (const { repositories } of pages) {
      for (const { repositoryName } of repositories ?? []) {
        if (repositoryName !== undefined) names.push(repositoryName);
      }
      if (names.length >= mostNames) break;
    }
  } catch {
    return [];
  }
  const wanted = place.repository;
  const longer = names.filter((name) => name.endsWith(`/${wanted}`));
  const close = nearest(wanted, names, 1).filter(
    (name) => Math.abs(name.length - wanted.length) <= 2 && name[0] === wanted[0],
  );
  return [...new Set([...longer, ...close])];
}

function keyOf({ accountId, region }: Registry): string {
  return `${accountId}/${region}`;
}
