import { compileSpec, type Graph } from '../spec/graph/graph.ts';
import type { Spec } from '../spec/types.ts';
import { type OpenOptions, openAccounts, type SpecAccess } from './accounts.ts';
import type { Counting } from './counting.ts';
import { diff } from './diff/diff.ts';
import { withExpiringImages } from './diff/expiring.ts';
import { withLostImages } from './diff/images.ts';
import type { ResourceChange } from './diff/types.ts';
import { PlanError } from './errors.ts';
import { currentResources } from './observe/current.ts';
import { observe } from './observe/observe.ts';
import type { Observed } from './observe/types.ts';
import { withBrokenPulls } from './proofs/broken-pulls.ts';
import { observeSurroundings } from './proofs/facts.ts';
import { type ProvenPull, proveDeclared } from './proofs/prove-declared.ts';
import { statesOf } from './proofs/states.ts';
import { worldOf } from './proofs/world.ts';

/** What has to change, and what will be true afterwards. */
export interface Plan {
  readonly graph: Graph;
  readonly changes: readonly ResourceChange[];
  readonly pulls: readonly ProvenPull[];
  /** Requests that it took to look. */
  readonly calls: number;
}

export interface PlanOptions {
  /** Repositories go together with their images. */
  readonly deleteImages?: boolean;
  /** Milliseconds since the epoch. */
  readonly now?: number;
}

/** A spec, and the accounts that it is about. */
export interface Opened {
  readonly graph: Graph;
  readonly access: SpecAccess;
  readonly calls: Counting;
}

/** Compiles a spec and opens its accounts. @throws as openAccounts and compileSpec */
export async function openSpec(spec: Spec, options: OpenOptions): Promise<Opened> {
  const graph = compileSpec(spec);
  return { graph, access: await openAccounts(spec.accounts, options), calls: options.calls };
}

/**
 * Looks at what is there, and says what has to change. Changes nothing.
 * @throws PlanError `NOT_OBSERVED`, `NOT_OURS`, `NO_SUCH_ROLE`
 */
export async function makePlan(
  { graph, access, calls }: Opened,
  { deleteImages = false, now = Date.now() }: PlanOptions = {},
): Promise<Plan> {
  const observed = await observe(graph, access);
  requireRoles(graph, observed);
  const current = currentResources(graph, observed);
  const lossy = await withLostImages(diff(graph, current, deleteImages), access);
  const changes = await withExpiringImages(lossy, current, access, now);
  const around = await observeSurroundings(graph, observed, access);
  const { before, after } = statesOf(graph, observed, current, changes, around);
  const world = worldOf(after);
  return {
    graph,
    changes: withBrokenPulls(changes, current, worldOf(before), world),
    pulls: proveDeclared(graph, world),
    calls: calls.count(),
  };
}

/** Roles that the spec grants something to, and does not make, have to be there. */
function requireRoles(graph: Graph, observed: Observed): void {
  for (const { kind, account, properties, dependsOn } of graph.resources) {
    if (kind !== 'role-policy' || dependsOn.length > 0) continue;
    if (observed.accounts.get(account)?.roles.has(properties.role)) continue;
    throw new PlanError(
      'NO_SUCH_ROLE',
      `account ${account} has no role ${properties.role}, to which the spec grants something`,
      'Declare it under roles:, or create it first. Nothing was touched.',
    );
  }
}
