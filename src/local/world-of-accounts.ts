import { absent, type Fact, known } from '../chain/fact.ts';
import type {
  AccountFacts,
  EncryptionFacts,
  Facts,
  KeyFacts,
  PolicyLevelFacts,
  World,
} from '../chain/world.ts';
import type { Core } from './core/call.ts';
import { turnTaking } from './core/turns.ts';
import { levelsOver, type Membership, membershipOf } from './organizations.ts';
import type { KeyRecord, OrganizationPolicyType, RepositoryRecord, State } from './state.ts';

/** What the world knows of accounts beside their roles: their place in an organization, and their identity providers. */
export async function accountsOf(
  state: State,
): Promise<Pick<World, 'accounts' | 'identityProviders'>> {
  return {
    accounts: await inOrganizations(state),
    identityProviders: Object.fromEntries(
      state.oidcProviders
        .list()
        .map(({ key, document: { clientIds } }) => [key, known({ clientIds })]),
    ),
  };
}

async function inOrganizations(state: State): Promise<Facts<AccountFacts>> {
  const giveWay = turnTaking();
  const found: Record<string, Fact<AccountFacts>> = {};
  for (const { document } of state.organizationMembers.list()) {
    if (document.kind !== 'account') continue;
    const membership = membershipOf(state, document.id);
    if (membership !== undefined) {
      found[document.id] = known(accountFacts(state, document.id, membership));
    }
    await giveWay();
  }
  return found;
}

function accountFacts(state: State, account: string, membership: Membership): AccountFacts {
  const levels = (type: OrganizationPolicyType): Fact<readonly PolicyLevelFacts[]> => {
    const over = levelsOver(state, account, membership, type);
    if (over === undefined) return absent;
    return known(
      over.map(({ target, policies }) => ({
        target,
        policies: policies.map(({ id, name, content }) => ({ id, name, document: content })),
      })),
    );
  };
  const { organization, path } = membership;
  return {
    organization: organization.id,
    managementAccount: organization.managementAccount,
    path: known(path),
    scps: levels('SERVICE_CONTROL_POLICY'),
    rcps: levels('RESOURCE_CONTROL_POLICY'),
  };
}

/** The keys of KMS, as facts; one whose deletion is due is gone. */
export function keysOf({ state, clock }: Pick<Core, 'state' | 'clock'>): Facts<KeyFacts> {
  const found: Record<string, Fact<KeyFacts>> = {};
  for (const { document: key } of state.keys.list()) {
    if (key.deletesAt === undefined || key.deletesAt > clock.now()) {
      found[key.arn] = known(keyFacts(key));
    }
  }
  return found;
}

function keyFacts({ state, manager, origin, policy, grants, deletesAt }: KeyRecord): KeyFacts {
  return {
    state,
    isAwsManaged: manager === 'AWS',
    origin,
    policy: known(policy),
    grants: known(
      grants.map(({ grantee, operations, context }) => ({ grantee, operations, context })),
    ),
    ...(deletesAt === undefined ? {} : { deletionDate: new Date(deletesAt).toISOString() }),
  };
}

export function encryptionFacts({ encryption }: RepositoryRecord): EncryptionFacts {
  const { encryptionType, kmsKey } = encryption;
  return {
    type: encryptionType as EncryptionFacts['type'],
    ...(kmsKey === undefined || encryptionType === 'AES256' ? {} : { key: kmsKey }),
  };
}
