import { log } from '../../log/log.ts';
import type { Core } from '../core/call.ts';
import { clearLeavings } from './image-removal.ts';
import { runDueLifecycles } from './lifecycle-run.ts';
import { replicatePushed } from './push.ts';
import { dropAbandonedUploads, dropUnknownUploads } from './uploads.ts';

/** How often housekeeping runs, by the movable clock. */
const interval = 3_600_000;

const latestRuns = new WeakMap<Core, Promise<unknown>>();

/**
 * What ECR does by itself as time passes: runs lifecycle policies, and removes what is not needed. When one
 * task fails, the others still run. Overlapping runs are serialized.
 * @throws the first failure.
 */
export function doWhatIsDue(core: Core, stop?: AbortSignal): Promise<void> {
  return betweenRuns(core, () => doEachStep(core, stop));
}

/** Runs some work after the current runs, and before later ones. */
export function betweenRuns<Result>(core: Core, work: () => Promise<Result>): Promise<Result> {
  const before = latestRuns.get(core) ?? Promise.resolve();
  const run = before.then(work);
  latestRuns.set(
    core,
    run.catch(() => undefined),
  );
  return run;
}

async function doEachStep(core: Core, stop?: AbortSignal): Promise<void> {
  const steps = [
    () => runDueLifecycles(core, stop),
    () => clearLeavings(core.state, stop),
    () => replicatePushed(core),
    () => dropAbandonedUploads(core),
    () => core.content.collect(stop),
  ];
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

/** Runs housekeeping until it is stopped; at the start, also for what a crash left behind. */
export async function keepHouse(core: Core, stop: AbortSignal): Promise<void> {
  await dropUnknownUploads(core).catch(tell);
  await core.content.sweep(stop).catch(tell);
  await replicatePushed(core).catch(tell);
  while (!stop.aborted) {
    await core.clock.sleep(interval, stop).catch(() => undefined);
    if (!stop.aborted) await doWhatIsDue(core, stop).catch(tell);
  }
}

/** The disk may work again in an hour. */
function tell(error: unknown): void {
  log(`housekeeping failed: ${String(error)}`);
}
