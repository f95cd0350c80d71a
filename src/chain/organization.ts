import type { Need } from '../causes/need.ts';
import type { PolicyLevel } from '../iam/index.ts';
import { addOnAccounts } from '../names/add-on-registries.ts';
import { compiledDocument } from './compiled-document.ts';
import type { Fact } from './fact.ts';
import {
  type AccountFacts,
  accountAt,
  lookUp,
  type OrganizationPolicy,
  type World,
} from './world.ts';

/** A policy of an organization, and where it is attached. */
export interface AttachedPolicy extends OrganizationPolicy {
  readonly target: string;
}

/** What an organization lays on one account: a layer of every decision about it. */
export interface OrganizationLayer {
  /** From the root down; undefined where no such policies apply, or they were not seen. */
  readonly levels: readonly PolicyLevel[] | undefined;
  /** In the order in which decisions count them. */
  readonly policies: readonly AttachedPolicy[];
  /** Whose credentials change them. */
  readonly managementAccount: string;
  readonly needs: readonly Need[];
}

const none: OrganizationLayer = {
  levels: undefined,
  policies: [],
  managementAccount: '',
  needs: [],
};

/** @param kind of policies: those that limit the account's principals, or those that guard its resources. */
export function organizationLayer(
  account: string,
  kind: 'scp' | 'rcp',
  world: World,
): OrganizationLayer {
  // AWS's own registries are for everybody.
  if (addOnAccounts.has(account)) return none;
  const found = lookUp(world, accountAt(account));
  if (found.state === 'unseen') return { ...none, needs: [found.need] };
  if (found.state === 'absent') return none;
  const { scps, rcps, managementAccount } = found.value;
  const levels = kind === 'scp' ? scps : rcps;
  if (levels.state === 'unseen') return { ...none, needs: [levels.need] };
  if (levels.state === 'absent') return none;
  return {
    levels: levels.value.map(({ target, policies }) => ({
      target,
      policies: policies.map(({ document }) => compiledDocument(document, kind)),
    })),
    policies: levels.value.flatMap(({ target, policies }) =>
      policies.map((policy) => ({ ...policy, target })),
    ),
    managementAccount,
    needs: [],
  };
}

/** Keys of a request that say of which organization an account is, under `aws:Principal` or `aws:Resource`. */
export interface OrganizationKeys {
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** Those whose values were not seen, in lower case. */
  readonly unseen: readonly string[];
}

/**
 * An account in no organization has none of the keys (IAM User Guide, "AWS global condition context keys").
 * @param of whose account it is.
 */
export function organizationKeys(
  account: string,
  of: 'Principal' | 'Resource',
  world: World,
): OrganizationKeys {
  const id = `aws:${of}OrgID`;
  const paths = `aws:${of}OrgPaths`;
  const lower = [id, paths].map((key) => key.toLowerCase());
  const found: Fact<AccountFacts> = lookUp(world, accountAt(account));
  if (found.state === 'unseen') return { context: {}, unseen: lower };
  if (found.state === 'absent') return { context: {}, unseen: [] };
  const { organization, path } = found.value;
  if (path.state !== 'known') {
    return { context: { [id]: organization }, unseen: lower.slice(1) };
  }
  return { context: { [id]: organization, [paths]: [path.value] }, unseen: [] };
}
