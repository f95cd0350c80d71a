import { diff } from '../diff/diff.ts';
import { requireLeaveToDelete, withLostImages } from '../diff/images.ts';
import { currentResources } from '../observe/current.ts';
import { observe } from '../observe/observe.ts';
import type { Opened, Plan } from '../plan.ts';
import { type ApplyOptions, requireConfirmed } from './apply.ts';
import { execute } from './execute.ts';
import { locked } from './lock.ts';

/**
 * Removes what a spec made: everything with its tag, and its policies on roles of others. What was there before stays.
 * @returns the changes that were made.
 * @throws PlanError `KEEPS_IMAGES`, `NOT_CONFIRMED`, `LOCKED`, `STOPPED`, and as observe
 */
export async function destroy(opened: Opened, options: ApplyOptions): Promise<Plan> {
  const { graph, access, calls } = opened;
  const current = currentResources(graph, await observe(graph, access));
  const nothing = { ...graph, resources: [], declared: [] };
  const removals = diff(nothing, current, options.deleteImages);
  const changes = await withLostImages(removals, access);
  requireLeaveToDelete(changes, options.deleteImages);
  const plan: Plan = { graph: nothing, changes, pulls: [], calls: calls.count() };
  if (changes.length === 0) return plan;
  await requireConfirmed(plan, options);
  await locked(graph, access, options.lock, () => execute(changes, access, options.progress));
  return plan;
}
