import type { NetworkAclEntry, Route } from './facts.ts';
import type { Missing } from './seen.ts';

/** A component that lets the connection pass, and the rule by which it does. */
export interface Hop {
  /** Id, such as `sg-0abc…`. */
  readonly component: string;
  /** In words. */
  readonly rule: string;
}

/** Explanation codes of VPC Reachability Analyzer (its guide, "Explanation codes"), as far as they are used here. */
export type ExplanationCode =
  | 'BAD_STATE'
  | 'BAD_STATE_ATTACHMENT'
  | 'BAD_STATE_ROUTE'
  | 'ENI_SG_RULES_MISMATCH'
  | 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS'
  | 'NO_ROUTE_TO_DESTINATION'
  | 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR'
  | 'SG_HAS_NO_RULES'
  | 'SUBNET_ACL_RESTRICTION'
  | 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED';

/** What stops the connection: the deciding component and rule, in words and as data. */
export interface Block {
  readonly component: string;
  readonly text: string;
  /** Left out where Reachability Analyzer has no code for it. */
  readonly code?: ExplanationCode;
  readonly why: BlockReason;
}

export type BlockReason =
  | { readonly kind: 'no-route'; readonly routeTableId: string }
  | { readonly kind: 'blackhole'; readonly routeTableId: string; readonly route: Route }
  /** A route leads where nothing leads on to the destination. */
  | { readonly kind: 'dead-end'; readonly routeTableId: string; readonly route: Route }
  | { readonly kind: 'no-public-address' }
  | { readonly kind: 'public-access-blocked' }
  /** Answers from another VPC are lost. */
  | { readonly kind: 'no-way-back'; readonly vpcId: string; readonly routeTableId?: string }
  /** No interface of the VPC has the address. */
  | { readonly kind: 'nobody-there' }
  | { readonly kind: 'no-address-of-family' }
  | {
      readonly kind: 'nat-gateway';
      readonly natGatewayId: string;
      readonly inner?: Block;
      /** Set where it has no port left for one more connection. */
      readonly noPort?: boolean;
    }
  | { readonly kind: 'group-egress'; readonly groupIds: readonly string[] }
  | {
      readonly kind: 'group-ingress';
      readonly groupIds: readonly string[];
      readonly vpcEndpointId: string;
    }
  | {
      readonly kind: 'network-acl';
      readonly networkAclId: string;
      readonly egress: boolean;
      readonly ports: readonly [number, number];
      /** The address at the other end. */
      readonly peer: string;
      /** Left out where no entry matches. */
      readonly entry?: NetworkAclEntry;
    };

/** Whether a connection is made, and by what, or what decides that it is not. */
export type Outcome =
  | { readonly kind: 'reached'; readonly hops: readonly Hop[] }
  | {
      readonly kind: 'blocked';
      /** The first that a packet meets. */
      readonly block: Block;
      /** What would stop it behind that one. */
      readonly others: readonly Block[];
    }
  | { readonly kind: 'unseen'; readonly missing: readonly Missing[] };

export function passes(component: string, rule: string): Outcome {
  return { kind: 'reached', hops: [{ component, rule }] };
}

export function stops(
  component: string,
  text: string,
  why: BlockReason,
  code?: ExplanationCode,
): Outcome {
  const block = { component, text, why, ...(code === undefined ? {} : { code }) };
  return { kind: 'blocked', block, others: [] };
}

export function hidden(...missing: readonly Missing[]): Outcome {
  const distinct = new Map(missing.map((one) => [`${one.fact} ${one.permission}`, one]));
  return { kind: 'unseen', missing: [...distinct.values()] };
}

/** The outcome of checks that all have to hold, in the order in which a packet meets them: the first block decides. */
export function allOf(checks: readonly Outcome[]): Outcome {
  const [block, ...others] = checks.flatMap((check) =>
    check.kind === 'blocked' ? [check.block, ...check.others] : [],
  );
  if (block !== undefined) return { kind: 'blocked', block, others };
  const missing = checks.flatMap((check) => (check.kind === 'unseen' ? check.missing : []));
  if (missing.length > 0) return hidden(...missing);
  return {
    kind: 'reached',
    hops: checks.flatMap((check) => (check.kind === 'reached' ? check.hops : [])),
  };
}

/**
 * The outcome where one of several applies, and nobody knows which: what they agree on.
 * @param which what would tell.
 */
export function whichever(outcomes: readonly Outcome[], which: Missing): Outcome {
  const [first] = outcomes;
  if (first === undefined) return hidden(which);
  if (outcomes.every(({ kind }) => kind === 'reached')) return first;
  if (outcomes.every(({ kind }) => kind === 'blocked')) return first;
  const missing = outcomes.flatMap((one) => (one.kind === 'unseen' ? one.missing : []));
  return missing.length > 0 ? hidden(...missing) : hidden(which);
}

/** The outcome where each is tried in turn, such as the addresses of both families: one that is reached is enough. */
export function anyOf(outcomes: readonly Outcome[]): Outcome {
  const reached = outcomes.find(({ kind }) => kind === 'reached');
  if (reached !== undefined) return reached;
  const missing = outcomes.flatMap((one) => (one.kind === 'unseen' ? one.missing : []));
  if (missing.length > 0) return hidden(...missing);
  return outcomes[0] ?? hidden();
}
