import { partitionOf } from '../../names/partitions.ts';
import type { Grantee, SpecGrant } from '../types.ts';
import { addressOf } from './addresses.ts';
import { oneOrMany } from './statements.ts';

/** A grantee, with the grant by which it is one. */
export interface Granted {
  readonly grantee: Grantee;
  readonly grant: SpecGrant;
}

/** What statements grant, and how their Sids begin. */
export interface Grantable {
  readonly sid: string;
  readonly Action: readonly string[];
  /** For policies that are about several resources. */
  readonly Resource?: string | readonly string[];
}

/** Addresses of the roles of the spec that statements name. */
export function rolesIn(granted: readonly Granted[]): string[] {
  const all = granted.flatMap(({ grantee }) =>
    grantee.kind === 'role' && grantee.role !== undefined
      ? [addressOf(grantee.role.account, 'role', grantee.name)]
      : [],
  );
  return [...new Set(all)];
}

/** In words, such as `role arn:aws:iam::111122223333:role/node`. */
export function nameOf(grantee: Grantee): string {
  switch (grantee.kind) {
    case 'role':
      return `role ${grantee.arn}`;
    case 'account':
      return `account ${grantee.accountId}`;
    case 'organization':
      return `organization ${grantee.id}`;
  }
}

/** The statements of a policy of a resource that grant something to roles, accounts and organizations. */
export function grantingStatements(
  granted: readonly Granted[],
  what: Grantable,
  region: string,
): object[] {
  const partition = partitionOf(region).id;
  const root = (account: string) => `arn:${partition}:iam::${account}:root`;
  const by = (take: (one: Granted) => readonly string[]) =>
    [...new Set(granted.flatMap(take))].sort();
  const roles = by(({ grantee, grant }) =>
    grantee.kind === 'role' && !grant.survivesRecreation ? [grantee.arn] : [],
  );
  const accounts = by(({ grantee }) =>
    grantee.kind === 'account' ? [root(grantee.accountId)] : [],
  );
  const lasting = by(({ grantee, grant }) =>
    grantee.kind === 'role' && grant.survivesRecreation ? [grantee.arn] : [],
  );
  const organizations = by(({ grantee }) => (grantee.kind === 'organization' ? [grantee.id] : []));
  const { sid: verb, Action, Resource } = what;
  const on = Resource === undefined ? {} : { Resource };
  const named = [...accounts, ...roles];
  return [
    ...(named.length === 0
      ? []
      : [{ Sid: verb, Effect: 'Allow', Principal: { AWS: oneOrMany(named) }, Action, ...on }]),
    ...(lasting.length === 0 ? [] : [lastingStatement(what, lasting, root)]),
    ...(organizations.length === 0
      ? []
      : [
          {
            Sid: `${verb}Organization`,
            Effect: 'Allow',
            Principal: '*',
            Action,
            ...on,
            Condition: { StringEquals: { 'aws:PrincipalOrgID': oneOrMany(organizations) } },
          },
        ]),
  ];
}

/**
 * A role as principal stands for that one role: IAM keeps its unique id, so that a new role of the same name is another
 * (IAM User Guide, "AWS JSON policy elements: Principal"). The account with a condition on the name is not.
 */
function lastingStatement(
  { sid, Action, Resource }: Grantable,
  arns: readonly string[],
  root: (account: string) => string,
): object {
  const accounts = [...new Set(arns.map((arn) => root(arn.split(':')[4] ?? '')))].sort();
  return {
    Sid: `${sid}ByName`,
    Effect: 'Allow',
    Principal: { AWS: oneOrMany(accounts) },
    Action,
    ...(Resource === undefined ? {} : { Resource }),
    Condition: { ArnEquals: { 'aws:PrincipalArn': oneOrMany(arns) } },
  };
}
