import { prove } from '../../chain/prove.ts';
import type { World } from '../../chain/world.ts';
import { repositoryUri } from '../../names/repository.ts';
import type { ResourceChange, Risk } from '../diff/types.ts';
import type { Current } from '../observe/current.ts';

/** Kinds of which a change can take a pull away. */
const deciding: ReadonlySet<string> = new Set([
  'repository-policy',
  'role-policy',
  'role-policy-attachment',
  'role',
  'repository',
]);

/**
 * Marks the changes after which a pull no longer works that works now: of every role that the present policies name.
 * Whether it pulls at this moment is not seen.
 */
export function withBrokenPulls(
  changes: readonly ResourceChange[],
  current: ReadonlyMap<string, Current>,
  before: World,
  after: World,
): ResourceChange[] {
  return changes.map((change) => {
    const there = current.get(change.address);
    if (there === undefined || !deciding.has(change.kind)) return change;
    const broken = pairsOf(there, [...current.values()], before)
      .filter(([role, image]) => holds(role, image, before) && !holds(role, image, after))
      .map(
        ([role, image]): Risk => ({ kind: 'breaks-pull', text: `${role} can pull ${image} now` }),
      );
    return broken.length === 0 ? change : { ...change, risk: [...change.risk, ...broken] };
  });
}

function holds(role: string, image: string, world: World): boolean {
  return prove({ kind: 'role', role, image }, world).verdict === 'holds';
}

type Pair = readonly [role: string, image: string];

/** Who may pull what by a resource as it is. */
function pairsOf(there: Current, all: readonly Current[], { roles }: World): Pair[] {
  const images = (ofRepository?: string) =>
    all.flatMap((one) =>
      one.kind === 'repository' && (ofRepository ?? one.properties.name) === one.properties.name
        ? [
            repositoryUri({
              registryId: one.account,
              region: one.region ?? '',
              name: one.properties.name,
            }),
          ]
        : [],
    );
  switch (there.kind) {
    case 'repository':
    case 'repository-policy': {
      const policy = all.find(
        (one) => one.address === there.address.replace('/repository/', '/repository-policy/'),
      );
      const text = policy === undefined ? '' : JSON.stringify(policy.properties);
      const name =
        there.kind === 'repository' ? there.properties.name : there.properties.repository;
      const named = Object.keys(roles).filter((arn) => text.includes(`"${arn}"`));
      return named.flatMap((role) => images(name).map((image): Pair => [role, image]));
    }
    case 'role':
    case 'role-policy':
    case 'role-policy-attachment': {
      const name = there.kind === 'role' ? there.properties.name : there.properties.role;
      const own = Object.keys(roles).filter(
        (arn) => arn.startsWith(`arn:aws:iam::${there.account}:`) && arn.endsWith(`/${name}`),
      );
      return own.flatMap((role) => images().map((image): Pair => [role, image]));
    }
    default:
      return [];
  }
}
