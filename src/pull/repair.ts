import { callerOf, compilePolicy, type PolicyType } from '../iam/index.ts';
import { type PullOptions, provePull } from './prove.ts';
import { repositoryArn } from './request.ts';
import type { PullAction, PullPolicies, PullRequest } from './types.ts';

/** A statement to add to the policies of one layer. */
export interface AddedStatement {
  readonly policyType: 'identity' | 'resource' | 'boundary' | 'session' | 'scp' | 'vpce';
  /** For an SCP, the level that lacks the Allow. */
  readonly target?: string;
  readonly statement: Readonly<Record<string, unknown>>;
}

export type Repair =
  | { readonly kind: 'none' }
  | { readonly kind: 'add'; readonly add: readonly AddedStatement[] }
  | {
      /** A Deny prevents the pull; adding statements cannot help: the Deny itself has to change. */
      readonly kind: 'deny';
      readonly policyType: PolicyType;
      readonly index: number;
      readonly statement: number;
      readonly sid: string | null;
      /** What else is missing. */
      readonly add?: readonly AddedStatement[];
    }
  | { readonly kind: 'impossible'; readonly why: string };

/**
 * The smallest addition that makes a denied pull work: for each action without an Allow, an Allow of that
 * action, for this repository (or `*` where the action has no resource) and, in policies with principals, for
 * this principal, in the layers that lack it and in no other. Nothing else becomes allowed: each statement
 * covers this pull alone.
 *
 * The result is verified: it is returned only when the pull then works, or depends only on unseen facts.
 */
export function repairPull(
  request: PullRequest,
  policies: PullPolicies,
  options: PullOptions = {},
): Repair {
  const added = new Map<string, AddedStatement>();
  let now = policies;
  // Every round adds one action to one layer, so this is more than the largest possible number of rounds.
  for (let round = 0; round < 64; round++) {
    const proof = provePull(request, now, options);
    if (proof.pull !== 'fails') {
      return added.size === 0 ? { kind: 'none' } : { kind: 'add', add: [...added.values()] };
    }
    const last = proof.steps.at(-1);
    if (last === undefined) break;
    const [deny] = last.decision.deciding;
    if (deny !== undefined) {
      const { policyType, index, statement, sid = null } = deny;
      const add = added.size === 0 ? {} : { add: [...added.values()] };
      return { kind: 'deny', policyType, index, statement, sid, ...add };
    }
    const type = last.decision.deniedBy;
    const target = type === 'scp' ? silentLevel(request, now, last.action, options) : undefined;
    const key = `${type} ${target ?? ''} ${statementGroup(last.action)}`;
    const change = addition(request, type, target, last.action, added.get(key));
    if (change === undefined) return impossible(type);
    added.set(key, change);
    now = applied(policies, [...added.values()]);
  }
  return impossible(undefined);
}

function impossible(type: PolicyType | undefined): Repair {
  return { kind: 'impossible', why: `no statement can be added to the ${type ?? 'unknown'} layer` };
}

/** The token has no resource, so it needs its own statement. */
function statementGroup(action: PullAction): string {
  return action === 'ecr:GetAuthorizationToken' ? 'token' : 'image';
}

function addition(
  request: PullRequest,
  type: PolicyType | undefined,
  target: string | undefined,
  action: PullAction,
  before: AddedStatement | undefined,
): AddedStatement | undefined {
  if (type === undefined || type === 'rcp' || type === 'trust') return undefined;
  const earlier = before?.statement.Action;
  const actions = [...(Array.isArray(earlier) ? earlier : []), action];
  const named = type === 'resource' || type === 'vpce';
  const principal = named ? principalElement(request) : undefined;
  if (named && principal === undefined) return undefined;
  const resource = action === 'ecr:GetAuthorizationToken' ? '*' : repositoryArn(request);
  const statement = {
    Effect: 'Allow',
    ...(principal && { Principal: principal }),
    Action: actions,
    // A repository policy is attached to its repository and names no resource.
    ...(type === 'resource' ? {} : { Resource: resource }),
  };
  return { policyType: type, ...(target === undefined ? {} : { target }), statement };
}

/** A session is named by its role, which outlives it; the role's path appears only in `aws:PrincipalArn`. */
function principalElement({ principal, context }: PullRequest): Record<string, string> | undefined {
  const caller = callerOf(principal);
  if (caller.type === 'service') return { Service: caller.id };
  const { 'aws:PrincipalArn': given } = context;
  const arn = typeof given === 'string' ? given : caller.principalArn;
  return arn === undefined ? undefined : { AWS: arn };
}

/** The first level of the organization that does not allow the request. */
function silentLevel(
  request: PullRequest,
  policies: PullPolicies,
  action: PullAction,
  options: PullOptions,
): string | undefined {
  const levels = policies.scps ?? [];
  return levels.find((level) => {
    const proof = provePull(request, { ...policies, scps: [level] }, options);
    const failing = proof.steps.at(-1);
    return failing?.action === action && failing.decision.deniedBy === 'scp';
  })?.target;
}

function applied(policies: PullPolicies, added: readonly AddedStatement[]): PullPolicies {
  const extra = (type: AddedStatement['policyType'], target?: string) =>
    added
      .filter((one) => one.policyType === type && one.target === target)
      .map(({ statement }) => compilePolicy({ Version: '2012-10-17', Statement: statement }, type));
  const joined = (type: 'resource' | 'boundary' | 'session' | 'vpce') => {
    const own = policies[type];
    const all = [own ?? []].flat().concat(extra(type));
    return own === undefined && all.length === 0 ? undefined : all;
  };
  return {
    ...policies,
    identity: [...policies.identity, ...extra('identity')],
    resource: joined('resource'),
    boundary: joined('boundary'),
    session: joined('session'),
    vpce: joined('vpce'),
    scps: policies.scps?.map((level) => ({
      ...level,
      policies: [...level.policies, ...extra('scp', level.target)],
    })),
  };
}
