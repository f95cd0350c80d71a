import { requireLeaveToDelete } from '../diff/images.ts';
import { PlanError } from '../errors.ts';
import { makePlan, type Opened, type Plan } from '../plan.ts';
import { execute, type Progress } from './execute.ts';
import { type LockOptions, locked } from './lock.ts';

export interface ApplyOptions {
  readonly deleteImages: boolean;
  readonly lock: LockOptions;
  /** Shows the plan, and says whether to go on; risky steps are in it. */
  readonly confirm: (plan: Plan) => Promise<boolean>;
  readonly progress: Progress;
}

export interface Applied {
  readonly plan: Plan;
  /** Afterwards: without changes, unless somebody else changed something. */
  readonly after: Plan;
}

/**
 * Makes everything as the spec says, and looks again. Once the plan is confirmed it is made anew, under the lock: what
 * somebody changed in the meantime is not overwritten.
 * @throws PlanError `KEEPS_IMAGES`, `NOT_CONFIRMED`, `CHANGED`, `LOCKED`, `STOPPED`, and as makePlan
 */
export async function apply(opened: Opened, options: ApplyOptions): Promise<Applied> {
  const { deleteImages, lock, progress } = options;
  const plan = await makePlan(opened, { deleteImages });
  if (plan.changes.length === 0) return { plan, after: plan };
  requireLeaveToDelete(plan.changes, deleteImages);
  await requireConfirmed(plan, options);
  return locked(opened.graph, opened.access, lock, async () => {
    const again = await makePlan(opened, { deleteImages });
    requireSame(plan, again);
    await execute(again.changes, opened.access, progress);
    return { plan, after: await makePlan(opened, { deleteImages }) };
  });
}

/** @throws PlanError `NOT_CONFIRMED` */
export async function requireConfirmed(
  plan: Plan,
  { confirm }: Pick<ApplyOptions, 'confirm'>,
): Promise<void> {
  if (await confirm(plan)) return;
  throw new PlanError(
    'NOT_CONFIRMED',
    'nothing was changed: the plan was not confirmed',
    'Answer yes on a terminal, or give --yes.',
  );
}

function requireSame(shown: Plan, now: Plan): void {
  const texts = new Map(shown.changes.map((one) => [one.address, JSON.stringify(one)]));
  const others = now.changes.filter((one) => texts.get(one.address) !== JSON.stringify(one));
  const gone = shown.changes.filter(
    ({ address }) => !now.changes.some((one) => one.address === address),
  );
  const [first] = [...others, ...gone];
  if (first === undefined) return;
  throw new PlanError(
    'CHANGED',
    `somebody changed ${first.address} after the plan was shown`,
    'Nothing was touched. Run it again, and look at the new plan.',
  );
}
