import type { Clock } from '../../clock.ts';
import type { ObjectStore } from '../object-store.ts';
import { reconcileDeployments } from './deployment.ts';
import { collectGarbage } from './garbage.ts';
import { reconcileNamespaces } from './namespace.ts';
import { reconcileReplicaSets } from './replica-set.ts';

/** Milliseconds of the cluster's clock between rounds when nothing changes: deadlines pass unannounced. */
const resync = 30_000;

/**
 * Starts the controllers: after every change, and now and then, each brings the objects it minds closer to
 * what they should be. A round is idempotent; it ends when it has nothing left to change.
 * @returns a function that stops them.
 */
export function startControllers(store: ObjectStore, clock: Clock): () => void {
  const stop = new AbortController();
  let due = false;
  const round = (): void => {
    due = false;
    if (stop.signal.aborted) return;
    reconcileNamespaces(store);
    reconcileDeployments(store);
    reconcileReplicaSets(store);
    collectGarbage(store);
  };
  const schedule = (): void => {
    if (due) return;
    due = true;
    setImmediate(round);
  };
  const unwatch = store.watch(store.revision, schedule);
  schedule();
  void keepTime(clock, schedule, stop.signal);
  return () => {
    stop.abort();
    unwatch();
  };
}

async function keepTime(clock: Clock, tick: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(resync, signal).then(tick, () => {});
  }
}
