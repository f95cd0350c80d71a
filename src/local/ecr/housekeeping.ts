import { log } from '../../log/log.ts';
import type { Core } from '../core/call.ts';
import { clearLeavings } from './image-removal.ts';
import { runDueLifecycles } from './lifecycle-run.ts';
import { replicatePushed } from './push.ts';
import { dropAbandonedUploads, dropUnknownUploads } from './uploads.ts';

/** How often there is something to look after, by the movable clock. */
const interval = 3_600_000;

const latestRuns = new WeakMap<Core, Promise<unknown>>();

/**
 * What ECR does by itself as time passes: lifecycle policies act, and what nothing needs is removed. One that fails
 * does not keep the others from being done. Runs that overlap are done one after the other.
 * @throws the first failure.
 */
export function doWhatIsDue(core: Core, stop?: AbortSignal): Promise<void> {
  return betweenRuns(core, () => doEachStep(core, stop));
}

/** Does some work after the runs that were begun, and before those that come. */
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

/** Looks after everything until it is told to stop; first of all after what a crash left behind. */
export async function keepHouse(core: Core, stop: AbortSignal): Promise<void> {
  await dropUnknownUploads(core).catch(tell);
  await core.content.sweep(stop).catch(tell);
  await replicatePushed(core).catch(tell);
  while (!stop.aborted) {
    await core.clock.sleep(interval, stop).catch(() => undefined);
    if (!stop.aborted) await doWhatIsDue(core, stop).catch(tell);
  }
}

/** A disk that fails now may work in an hour. */
function tell(error: unknown): void {
  log(`housekeeping failed: ${String(error)}`);
}
