import type { Clock } from '../../clock/clock.ts';
import type { ObjectStore } from '../object-store.ts';
import { Budget } from './budget.ts';
import { reconcileDeployments } from './deployment.ts';
import { collectGarbage } from './garbage.ts';
import { reconcileNamespaces } from './namespace.ts';
import { reconcileReplicaSets } from './replica-set.ts';
import { reconcileNodes, taintEviction } from './taint-eviction.ts';

/** Milliseconds of the cluster's clock between rounds when nothing changes: deadlines pass unannounced. */
const resync = 30_000;
/** Objects that one round makes or deletes at most, so that it takes the event loop for milliseconds only. */
const perRound = 40;
/** Milliseconds of real time after the first failure of a controller, and at most, until its next try. */
const retry = { first: 100, longest: 60_000 };

/** How many times as long as its round took a controller lets everybody else go on before the next one. */
const rest = 4;

/** One controller: brings what it minds closer to what it should be, and does nothing when all is well. */
interface Controller {
  readonly name: string;
  readonly reconcile: (store: ObjectStore, budget: Budget) => void;
  failures: number;
  /** Milliseconds of `performance.now()` before which it has no round. */
  notBefore: number;
}

/**
 * Starts the controllers: after every change, and now and then, each has its round, in a turn of the event
 * loop of its own. A round is idempotent; one that leaves work is followed by another. A controller that
 * fails says so and is tried again later and later; the others go on.
 * @param log takes a line for each failure.
 * @returns a function that stops them.
 */
export function startControllers(
  store: ObjectStore,
  clock: Clock,
  log: (line: string) => void,
): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const controllers = [
    controller('namespace-controller', reconcileNamespaces),
    controller('deployment-controller', reconcileDeployments),
    controller('replicaset-controller', reconcileReplicaSets),
    controller('garbage-collector', collectGarbage),
    controller('node-lifecycle-controller', reconcileNodes),
    controller('taint-eviction-controller', taintEviction()),
  ];
  const loops = controllers.map((one) => new RoundLoop(one, store, log, signal));
  const schedule = (): void => {
    for (const loop of loops) loop.schedule();
  };
  const unwatch = store.watch(store.revision, schedule);
  schedule();
  void keepTime(clock, schedule, signal);
  return () => {
    stop.abort();
    unwatch();
  };
}

/** Gives one controller its rounds. */
class RoundLoop {
  readonly #controller: Controller;
  readonly #store: ObjectStore;
  readonly #log: (line: string) => void;
  readonly #signal: AbortSignal;
  #due = false;

  constructor(
    one: Controller,
    store: ObjectStore,
    log: (line: string) => void,
    signal: AbortSignal,
  ) {
    this.#controller = one;
    this.#store = store;
    this.#log = log;
    this.#signal = signal;
  }

  /** Asks for a round after what has happened by now. */
  schedule(): void {
    if (this.#due || this.#signal.aborted) return;
    this.#due = true;
    const wait = this.#controller.notBefore - performance.now();
    if (wait <= 0) setImmediate(() => this.#round());
    else setTimeout(() => this.#round(), wait).unref();
  }

  #round(): void {
    this.#due = false;
    if (this.#signal.aborted) return;
    const one = this.#controller;
    const began = performance.now();
    const budget = new Budget(perRound);
    try {
      one.reconcile(this.#store, budget);
      one.failures = 0;
      const now = performance.now();
      one.notBefore = now + rest * (now - began);
      if (budget.exhausted) this.schedule();
    } catch (error) {
      const wait = Math.min(retry.first * 2 ** one.failures, retry.longest);
      one.failures++;
      one.notBefore = performance.now() + wait;
      this.#log(`${one.name}: ${(error as Error).message}; trying again in ${wait} ms`);
      this.schedule();
    }
  }
}

function controller(name: string, reconcile: Controller['reconcile']): Controller {
  return { name, reconcile, failures: 0, notBefore: 0 };
}

async function keepTime(clock: Clock, tick: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(resync, signal).then(tick, () => {});
  }
}
