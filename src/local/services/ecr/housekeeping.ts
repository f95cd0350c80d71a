import type { Core } from '../../core/call.ts';
import { runDueLifecycles } from './lifecycle-run.ts';
import { dropAbandonedUploads } from './uploads.ts';

/** How often there is something to look after, by the movable clock. */
const interval = 3_600_000;

/** What ECR does by itself as time passes: lifecycle policies act, and what nothing needs is removed. */
export async function doWhatIsDue(core: Core, stop?: AbortSignal): Promise<void> {
  runDueLifecycles(core);
  await dropAbandonedUploads(core);
  await core.content.collect(stop);
}

/** Looks after everything until it is told to stop; first of all after what a crash left behind. */
export async function keepHouse(core: Core, stop: AbortSignal): Promise<void> {
  await core.content.sweep(stop).catch(tell);
  while (!stop.aborted) {
    await core.clock.sleep(interval, stop).catch(() => undefined);
    if (!stop.aborted) await doWhatIsDue(core, stop).catch(tell);
  }
}

/** A disk that fails now may work in an hour. */
function tell(error: unknown): void {
  process.stderr.write(`hawser: housekeeping failed: ${String(error)}\n`);
}
