import {
  type AppliedPolicies,
  assuming,
  type CompiledPolicy,
  compilePolicy,
  type PolicyLevel,
  type PolicyType,
  unseenConditions,
} from '../iam/index.ts';
import { mayHave } from './request.ts';
import type { PullAction, Undecided } from './types.ts';

/** What is not known of a pull. */
export interface Unseen {
  /** Whether a condition key is one that the request may have, and whose value is not known. */
  readonly isKey: (key: string) => boolean;
  /** Whether some policy on the repository's side was not seen, and what it may do. */
  readonly resourcePolicies?: 'may grant' | 'may grant or deny' | undefined;
}

const Version = '2012-10-17';
const everyone = { Principal: '*', Action: '*' };

/** Lets everybody do everything. */
export const grantToAll = compilePolicy(
  { Version, Statement: { Effect: 'Allow', ...everyone } },
  'resource',
);
const denyToAll = compilePolicy(
  { Version, Statement: { Effect: 'Deny', ...everyone } },
  'resource',
);
/** Allows its identity everything. */
export const allowAll = compilePolicy(
  { Version, Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
  'identity',
);

/**
 * The policies of one step with a side taken on everything that is unseen. Where both sides come to one decision, nothing
 * that is unseen can change it.
 */
export function sided(
  policies: AppliedPolicies,
  unseen: Unseen,
  action: PullAction,
  side: 'favour' | 'against',
): AppliedPolicies {
  const isKey = (key: string) => mayHave(action, key) && unseen.isKey(key);
  const taken = (all: readonly CompiledPolicy[]) =>
    all.map((policy) => assuming(policy, isKey, side));
  const several = (all: AppliedPolicies['resource']) => all && taken([all].flat());
  const levels = (all: readonly PolicyLevel[] | undefined) =>
    all?.map((level) => ({ ...level, policies: taken(level.policies) }));
  return {
    identity: taken(policies.identity),
    resource: [...(several(policies.resource) ?? []), ...inPlaceOfUnseen(unseen, side)],
    boundary: several(policies.boundary),
    session: several(policies.session),
    scps: levels(policies.scps),
    rcps: levels(policies.rcps),
    vpce: several(policies.vpce),
  };
}

function inPlaceOfUnseen(
  { resourcePolicies }: Unseen,
  side: 'favour' | 'against',
): CompiledPolicy[] {
  if (resourcePolicies === undefined) return [];
  if (side === 'favour') return [grantToAll];
  return resourcePolicies === 'may grant' ? [] : [denyToAll];
}

/** Everything unseen that may bear on a step, in the order of the layers. */
export function undecidedIn(
  policies: AppliedPolicies,
  unseen: Unseen,
  action: PullAction,
): Undecided[] {
  const isKey = (key: string) => mayHave(action, key) && unseen.isKey(key);
  const conditions = layersOf(policies).flatMap(([policyType, all]) =>
    all.flatMap((policy, index) =>
      unseenConditions(policy, action, isKey).map(
        (condition): Undecided => ({ kind: 'condition', policyType, index, ...condition }),
      ),
    ),
  );
  const isOnResource = action !== 'ecr:GetAuthorizationToken';
  return unseen.resourcePolicies !== undefined && isOnResource
    ? [...conditions, { kind: 'policies', policyType: 'resource' }]
    : conditions;
}

function layersOf(policies: AppliedPolicies): (readonly [PolicyType, readonly CompiledPolicy[]])[] {
  const { identity, resource, boundary, session, scps, rcps, vpce } = policies;
  const ofLevels = (levels: readonly PolicyLevel[] | undefined) =>
    (levels ?? []).flatMap((level) => level.policies);
  return [
    ['identity', identity],
    ['boundary', boundary ?? []],
    ['session', [session ?? []].flat()],
    ['scp', ofLevels(scps)],
    ['vpce', vpce ?? []],
    ['resource', [resource ?? []].flat()],
    ['rcp', ofLevels(rcps)],
  ];
}
