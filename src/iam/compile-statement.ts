import { compileCondition } from './condition/compile.ts';
import type { RequestContext } from './condition/context.ts';
import type { PolicyKind, Statement } from './document/model.ts';
import { grantablePrincipals } from './issuers.ts';
import type { Span } from './json/node.ts';
import { globMatcher } from './match/glob.ts';
import { compileResource, type RequestedResource } from './match/resource.ts';
import type { Resolve } from './match/template.ts';
import type { Caller } from './principal/caller.ts';
import {
  compileNotPrincipals,
  compilePrincipals,
  Naming,
  type NamingLevel,
} from './principal/match.ts';

/** A request as statements see it. */
export interface RequestState {
  readonly lowerAction: string;
  readonly resource: RequestedResource;
  /** The action has no resource type, so that only `*` covers it. */
  readonly noResource: boolean;
  readonly caller: Caller;
  readonly hasBoundary: boolean;
  readonly context: RequestContext;
  readonly resolve: Resolve;
}

export interface CompiledStatement {
  readonly index: number;
  readonly sid: string | undefined;
  readonly allows: boolean;
  readonly span: Span | undefined;
  /** The statement that it was compiled from. */
  readonly source: Statement;
  readonly coversAction: (lowerAction: string) => boolean;
  /** How directly the statement names the caller; 0 when it does not apply to the request. */
  readonly applies: (state: RequestState) => NamingLevel;
}

type Reach = (state: RequestState) => NamingLevel;
type Check = (state: RequestState) => boolean;

/** Compiles a statement to functions; the action is separate, so that callers can index by it first. */
export function compileStatement(
  statement: Statement,
  kind: PolicyKind,
  variables: boolean,
): CompiledStatement {
  const coversResource = compileResources(statement, kind, variables);
  const reach = compileReach(statement, kind);
  const conditionsHold = compileConditions(statement, variables);
  return {
    index: statement.index,
    sid: statement.sid,
    allows: statement.effect === 'Allow',
    span: statement.span,
    source: statement,
    coversAction: compileActions(statement),
    applies: (state) => {
      if (!coversResource(state)) return Naming.none;
      const level = reach(state);
      return level !== Naming.none && conditionsHold(state) ? level : Naming.none;
    },
  };
}

/** Actions are case-insensitive; `*` and `?` may be anywhere in the name, and `*` may stand for the service. */
function compileActions(statement: Statement): (lowerAction: string) => boolean {
  const matchers = (statement.actions ?? statement.notActions ?? []).map(compileAction);
  const listed = (action: string) => matchers.some((matches) => matches(action));
  return statement.actions !== undefined ? listed : (action) => !listed(action);
}

function compileAction(pattern: string): (lowerAction: string) => boolean {
  const lower = pattern.toLowerCase();
  if (lower === '*' || lower === '*:*') return () => true;
  return globMatcher(lower);
}

function compileResources(statement: Statement, kind: PolicyKind, variables: boolean): Check {
  const { resources, notResources } = statement;
  if (resources === undefined && notResources === undefined) return () => true;
  const listed = compileResourceList(resources ?? notResources ?? [], kind, variables);
  return resources !== undefined ? listed : (state) => !listed(state);
}

function compileResourceList(
  patterns: readonly string[],
  kind: PolicyKind,
  variables: boolean,
): Check {
  const matchers = patterns.map((pattern) => compileResource(pattern, kind, variables));
  if (matchers.some((matcher) => matcher.everything)) return () => true;
  return ({ noResource, resource, resolve }) => {
    if (noResource) return false;
    for (const matcher of matchers) if (matcher.matches(resource, resolve)) return true;
    return false;
  };
}

/** An identity policy applies to its identity; other policies name principals. */
function compileReach(statement: Statement, kind: PolicyKind): Reach {
  const { notPrincipals } = statement;
  const principals = kind === 'trust' ? grantablePrincipals(statement) : statement.principals;
  if (principals !== undefined) {
    const names = compilePrincipals(principals);
    return ({ caller }) => names(caller);
  }
  if (notPrincipals !== undefined) return compileNotPrincipalReach(statement);
  const needsPrincipal = kind === 'resource' || kind === 'trust';
  return () => (needsPrincipal ? Naming.none : Naming.itself);
}

/**
 * NotPrincipal with Allow is not supported by AWS and grants nothing here. With Deny it also applies to every
 * principal with a permissions boundary (IAM User Guide, "NotPrincipal").
 */
function compileNotPrincipalReach(statement: Statement): Reach {
  if (statement.effect === 'Allow') return () => Naming.none;
  const spares = compileNotPrincipals(statement.notPrincipals ?? []);
  return ({ caller, hasBoundary }) =>
    hasBoundary || !spares(caller) ? Naming.itself : Naming.none;
}

/** All must match. When one does not, the rest are still evaluated, to report every missing key. */
function compileConditions(statement: Statement, variables: boolean): Check {
  const conditions = statement.conditions.map((entry) => compileCondition(entry, variables));
  if (conditions.length === 0) return () => true;
  return ({ context, resolve }) => {
    for (let i = 0; i < conditions.length; i++) {
      if (conditions[i]?.holds(context, resolve)) continue;
      for (const later of conditions.slice(i)) noteKeys(context, later.keys);
      return false;
    }
    return true;
  };
}

function noteKeys(context: RequestContext, keys: readonly string[]): void {
  for (const key of keys) context.get(key, key.toLowerCase());
}
