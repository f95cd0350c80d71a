import type { Collection } from '../../../storage/metadata.ts';
import type { Call } from '../../core/call.ts';
import { documentsOf } from '../../core/turns.ts';
import type { PrincipalRecord } from '../../state.ts';

/** Records that are read in one turn: each may have policies and tags of 30 KB. */
const perTurn = 50;

/** All documents of the caller's account, or with another prefix; yields to other requests. */
export async function recordsOf<Document>(
  call: Call,
  collection: Collection<Document>,
  prefix = `${call.caller.accountId}/`,
): Promise<Document[]> {
  const found: Document[] = [];
  for await (const slice of documentsOf(collection, { prefix }, perTurn)) {
    for (const { document } of slice) found.push(document);
  }
  return found;
}

/** Prefix of the ARNs of what belongs to the caller's account. */
export function ownArns({ caller }: Call): string {
  return `arn:aws:iam::${caller.accountId}:`;
}

/** The users and roles of the caller's account. */
export async function principalsOf(call: Call): Promise<PrincipalRecord[]> {
  const { users, roles } = call.core.state;
  return [...(await recordsOf(call, users)), ...(await recordsOf(call, roles))];
}

/** Those that have a policy attached. */
export async function holdersOf(call: Call, arn: string): Promise<PrincipalRecord[]> {
  return (await principalsOf(call)).filter(({ attached }) => attached.includes(arn));
}

/** How many users and roles of an account have a policy attached, and as their boundary, by its ARN. */
export interface PolicyUses {
  readonly attached: ReadonlyMap<string, number>;
  readonly bounded: ReadonlyMap<string, number>;
}

/** A policy that was just created. */
export const unused: PolicyUses = { attached: new Map(), bounded: new Map() };

/** Counts the uses of all policies of the caller's account. */
export async function policyUses(call: Call): Promise<PolicyUses> {
  const [attached, bounded] = [new Map<string, number>(), new Map<string, number>()];
  for (const one of await principalsOf(call)) {
    for (const arn of one.attached) attached.set(arn, (attached.get(arn) ?? 0) + 1);
    const { boundary } = one;
    if (boundary !== undefined) bounded.set(boundary, (bounded.get(boundary) ?? 0) + 1);
  }
  return { attached, bounded };
}
