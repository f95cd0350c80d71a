import type { Proof } from '../chain/proof.ts';
import { prove } from '../chain/prove.ts';
import type { IdentityToken, Pull } from '../chain/pull.ts';
import type { NodeReport, World } from '../chain/world.ts';
import { EvidenceError } from './errors.ts';
import { requireNodes, withReports } from './node/read-report.ts';

export type Question =
  | { readonly pod: string; readonly namespace: string }
  | { readonly image: string; readonly role: string }
  | { readonly image: string; readonly role: string; readonly push: PushAsked }
  | { readonly image: string; readonly namespace: string; readonly serviceAccount: string };

/** A push, and the token of the build that makes it, if it has one. */
export interface PushAsked {
  readonly token?: IdentityToken;
}

export interface Diagnosis {
  readonly pull: Pull;
  readonly proof: Proof;
  /** What became of the other pulls that were asked about. */
  readonly others: readonly { readonly pull: Pull; readonly proof: Proof }[];
}

/** A pull, and the world in which it is to be proven. */
export interface Case {
  readonly pull: Pull;
  readonly world: World;
}

const worst: readonly Proof['verdict'][] = ['broken', 'unseen', 'holds'];

/**
 * The same pulls, with what nodes found themselves.
 * @throws EvidenceError when a report is of none of their nodes.
 */
export function withNodes(cases: readonly Case[], reports: readonly NodeReport[]): readonly Case[] {
  if (reports.length === 0) return cases;
  requireNodes(
    cases.map(({ world }) => world),
    reports,
  );
  return cases.map(({ pull, world }) => ({ pull, world: withReports(world, reports) }));
}

/**
 * Proves the pulls. Of several, the one that fares worst comes first, and the others with it.
 * @throws EvidenceError when there is none.
 */
export function judge(cases: readonly Case[]): Diagnosis {
  const [first, ...others] = cases
    .map(({ pull, world }) => ({ pull, proof: prove(pull, world) }))
    .sort((a, b) => worst.indexOf(a.proof.verdict) - worst.indexOf(b.proof.verdict));
  if (first === undefined) throw new EvidenceError('NO_CONTAINER', 'the pod has no containers', '');
  return { ...first, others };
}
