import type { Clock } from '../../clock/clock.ts';
import type { ObjectStore } from '../object-store.ts';
import { Budget } from './budget.ts';
import { reconcileDeployments } from './deployment.ts';
import { collectGarbage } from './garbage.ts';
import { reconcileNamespaces } from './namespace.ts';
import { PodReviews } from './pod-reviews.ts';
import { replicaSets } from './replica-set.ts';
import { reconcileNodes, taintEviction } from './taint-eviction.ts';

/** Milliseconds of the cluster's clock between rounds without changes: deadlines pass without an event. */
const resync = 30_000;
/** Most objects that one round creates or deletes, so that it blocks the event loop for milliseconds only. */
const perRound = 40;
/** Milliseconds of real time until a failed controller is retried: after the first failure, and at most. */
const retry = { first: 100, longest: 60_000 };

/** A controller pauses for this many times the duration of its round. */
const rest = 4;

/**
 * One controller: moves the state that it manages towards the desired state, and does nothing when they are
 * equal.
 */
interface Controller {
  readonly name: string;
  readonly reconcile: (store: ObjectStore, budget: Budget) => void;
  failures: number;
  /** Milliseconds of `performance.now()` before which it does not run. */
  notBefore: number;
}

/**
 * Starts the controllers: each runs after every change, and at intervals, in its own turn of the event loop. A
 * round is idempotent; one that leaves work is followed by another. A failing controller logs the error and is
 * retried with increasing delays; the others continue.
 * @param log receives a line for each failure.
 * @returns a function that stops them.
 */
export function startControllers(
  store: ObjectStore,
  clock: Clock,
  log: (line: string) => void,
): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const loops: RoundLoop[] = [];
  const schedule = (): void => {
    for (const loop of loops) loop.schedule();
  };
  const controllers = [
    controller('namespace-controller', reconcileNamespaces),
    controller('deployment-controller', reconcileDeployments),
    controller('replicaset-controller', replicaSets(new PodReviews(() => schedule()))),
    controller('garbage-collector', collectGarbage),
    controller('node-lifecycle-controller', reconcileNodes),
    controller('taint-eviction-controller', taintEviction()),
  ];
  loops.push(...controllers.map((one) => new RoundLoop(one, store, log, signal)));
  const unwatch = store.watch(store.revision, schedule);
  schedule();
  void keepTime(clock, schedule, signal);
  return () => {
    stop.abort();
    unwatch();
  };
}

/** Runs the rounds of one controller. */
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

  /** Requests a round for the changes so far. */
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
