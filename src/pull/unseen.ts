import {
  type AppliedPolicies,
  assuming,
  type CompiledPolicy,
  compilePolicy,
  type PolicyLevel,
  type PolicyType,
  unseenConditions,
} from '../iam/index.ts';
import { isOnResource, mayHave } from './request.ts';
import type { PullAction, Undecided } from './types.ts';

/** The unseen facts of a pull. */
export interface Unseen {
  /** Whether the request may have a condition key whose value is not known. */
  readonly isKey: (key: string) => boolean;
  /** Whether some policy on the repository's side is unseen, and what it may do. */
  readonly resourcePolicies?: 'may grant' | 'may grant or deny' | undefined;
  /** Whether service control policies over the caller's account are unseen: they may deny. */
  readonly scps?: boolean | undefined;
  /** The same for resource control policies over the registry's account. */
  readonly rcps?: boolean | undefined;
  /** Over the caller's account, if it is another. */
  readonly callerRcps?: boolean | undefined;
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
const denyEverything = (kind: 'scp' | 'rcp') =>
  compilePolicy(
    {
      Version,
      Statement: {
        Effect: 'Deny',
        ...(kind === 'rcp' ? { Principal: '*' } : {}),
        Action: '*',
        Resource: '*',
      },
    },
    kind,
  );
const denyingLevel = {
  scp: { target: 'unseen', policies: [denyEverything('scp')] },
  rcp: { target: 'unseen', policies: [denyEverything('rcp')] },
} as const;
/** Allows its identity everything. */
export const allowAll = compilePolicy(
  { Version, Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
  'identity',
);

/**
 * The policies of one step, with every unseen fact assumed in favour of the request or against it. Where both
 * give the same decision, no unseen fact can change it.
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
    scps: withUnseenLevel(levels(policies.scps), unseen.scps, 'scp', side),
    rcps: withUnseenLevel(levels(policies.rcps), unseen.rcps, 'rcp', side),
    vpce: several(policies.vpce),
  };
}

/** Unseen levels are assumed to deny everything at worst, and to be absent at best. */
function withUnseenLevel(
  levels: readonly PolicyLevel[] | undefined,
  isUnseen: boolean | undefined,
  kind: 'scp' | 'rcp',
  side: 'favour' | 'against',
): readonly PolicyLevel[] | undefined {
  if (isUnseen !== true || side === 'favour') return levels;
  return [...(levels ?? []), denyingLevel[kind]];
}

function inPlaceOfUnseen(
  { resourcePolicies }: Unseen,
  side: 'favour' | 'against',
): CompiledPolicy[] {
  if (resourcePolicies === undefined) return [];
  if (side === 'favour') return [grantToAll];
  return resourcePolicies === 'may grant' ? [] : [denyToAll];
}

/** All unseen facts that may affect a step, in the order of the layers. */
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
  const layers: PolicyType[] = [
    ...(unseen.scps === true ? (['scp'] as const) : []),
    ...(unseen.resourcePolicies !== undefined && isOnResource(action)
      ? (['resource'] as const)
      : []),
    ...(unseen.rcps === true ? (['rcp'] as const) : []),
  ];
  return [
    ...conditions,
    ...layers.map((policyType): Undecided => ({ kind: 'policies', policyType })),
  ];
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
