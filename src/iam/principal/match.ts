import { arnParts, splitArn } from '../../names/arn.ts';
import type { PrincipalEntry } from '../document/model.ts';
import type { Caller } from './caller.ts';

/**
 * How directly a Principal element names a caller; the more direct, the fewer other layers limit
 * the grant within one account (IAM User Guide, "Policy evaluation logic").
 */
export const Naming = {
  none: 0,
  /** By account: hands the decision to the account's own policies. */
  account: 1,
  /** By the role behind a session, or the user behind a federated one. */
  behind: 2,
  /** Itself, or everyone. */
  itself: 3,
} as const;

export type NamingLevel = (typeof Naming)[keyof typeof Naming];
export type PrincipalMatcher = (caller: Caller) => NamingLevel;

/** Compiles a Principal element: the most direct way in which one of its entries names the caller. */
export function compilePrincipals(entries: readonly PrincipalEntry[]): PrincipalMatcher {
  const matchers = entries.map(compileEntry);
  return (caller) => {
    let best: NamingLevel = Naming.none;
    for (const match of matchers) {
      const level = match(caller);
      if (level > best) best = level;
    }
    return best;
  };
}

/**
 * Compiles a NotPrincipal element: true when the caller is one of those it spares. AWS may check the
 * account, then the role, then the session, so each of them has to be listed (IAM User Guide,
 * "NotPrincipal").
 */
export function compileNotPrincipals(
  entries: readonly PrincipalEntry[],
): (caller: Caller) => boolean {
  const lists = compilePrincipals(entries);
  return (caller) => {
    if (entries.some(isEveryone)) return true;
    return [caller, ...outerIdentities(caller)].every(
      (one) => lists(one) >= (one.type === 'role' ? Naming.behind : Naming.itself),
    );
  };
}

function isEveryone(entry: PrincipalEntry): boolean {
  return entry.value === '*' && (entry.type === '*' || entry.type === 'AWS');
}

function outerIdentities(caller: Caller): Caller[] {
  if (caller.account === undefined || caller.type === 'root') return [];
  const root: Caller = { ...caller, type: 'root', id: caller.account, name: 'root' };
  if (caller.type !== 'role-session') return [root];
  return [root, { ...caller, type: 'role', id: caller.principalArn ?? '' }];
}

function compileEntry({ type, value }: PrincipalEntry): PrincipalMatcher {
  switch (type) {
    case '*':
      return () => Naming.itself;
    case 'AWS':
      return compileAws(value);
    case 'Service':
      return ofType('service', value.toLowerCase());
    case 'Federated':
      return ofType('federated', value);
    case 'CanonicalUser':
      return () => Naming.none;
  }
}

function ofType(type: Caller['type'], id: string): PrincipalMatcher {
  return (caller) => {
    if (caller.type !== type) return Naming.none;
    const given = type === 'service' ? caller.id.toLowerCase() : caller.id;
    return id === '*' || given === id ? Naming.itself : Naming.none;
  };
}

/** `*`, an account id or root ARN, or the ARN of a user, role or session; no other wildcards. */
function compileAws(value: string): PrincipalMatcher {
  if (value === '*') return (caller) => (isAws(caller) ? Naming.itself : Naming.none);
  if (/^\d{12}$/.test(value)) return ofAccount(value);
  const parts = splitArn(value);
  if (parts.length < arnParts) return () => Naming.none;
  const [, , , , account = '', resource = ''] = parts;
  if (resource === 'root') return ofAccount(account);
  const [kind, ...path] = resource.split('/');
  const name = path.at(-1) ?? '';
  if (kind === 'role') return ofRole(value, account, name);
  if (kind === 'user') return ofUser(value, account, name);
  return (caller) => (caller.id === value ? Naming.itself : Naming.none);
}

/** Anonymous callers included: `{"AWS": "*"}` is the same as `"*"`. */
function isAws(caller: Caller): boolean {
  return caller.type !== 'service' && caller.type !== 'federated';
}

function ofAccount(account: string): PrincipalMatcher {
  return (caller) => {
    if (caller.account !== account || !isAws(caller)) return Naming.none;
    return caller.type === 'root' ? Naming.itself : Naming.account;
  };
}

/** A role's sessions carry its name but not its path; names are unique in an account. */
function ofRole(arn: string, account: string, name: string): PrincipalMatcher {
  return (caller) => {
    if (caller.type === 'role') {
      return sameRole(caller, arn, account, name) ? Naming.behind : Naming.none;
    }
    const session = caller.type === 'role-session' && caller.account === account;
    return session && caller.name === name ? Naming.behind : Naming.none;
  };
}

function sameRole(caller: Caller, arn: string, account: string, name: string): boolean {
  return caller.id === arn || (caller.account === account && caller.name === name);
}

/** The user itself, or the federated session that carries the user's name. */
function ofUser(arn: string, account: string, name: string): PrincipalMatcher {
  return (caller) => {
    if (caller.id === arn) return Naming.itself;
    const session = caller.type === 'federated-user' && caller.account === account;
    return session && caller.name === name ? Naming.behind : Naming.none;
  };
}
