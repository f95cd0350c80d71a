import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../clock/clock.ts';
import { log } from '../../log/log.ts';
import type { EventRuleRecord, EventTargetRecord, State } from '../state.ts';
import { deliver, shownTarget } from './deliver.ts';
import { type BusEvent, eventOf, type Happening } from './event.ts';
import { inTurns, type Steps } from './in-turns.ts';
import { matchable, matching, PatternError, parsePattern } from './pattern.ts';

const maxAttempts = 3;
/** Milliseconds after which the bus yields before the next event. */
const shortWork = 1;
/** Most events queued for a slow target; further ones are lost, as AWS drops them after a day. */
const maxWaiting = 1_000;

/** The default event bus of every account and Region: delivers events to the targets of matching rules. */
export class EventBus {
  readonly #state: State;
  readonly #clock: Clock;
  readonly #folder: string;
  readonly #closing = new AbortController();
  /** The end of each target's queue: a target gets its events one by one, in order. */
  readonly #queues = new Map<string, { last: Promise<void>; waiting: number }>();

  /** The end of the queue of events that are matched and queued for targets, one after another. */
  #distributed: Promise<void> = Promise.resolve();

  /** @param folder the data folder. */
  constructor(state: State, clock: Clock, folder: string) {
    this.#state = state;
    this.#clock = clock;
    this.#folder = join(folder, 'events');
  }

  /** Puts an event on the bus. Delivery is asynchronous. @returns the event's id. */
  publish(happening: Happening): string {
    const event = eventOf(happening);
    const onDisk = this.#state.metadata.durable();
    // The caller gets the error when the write fails; then nothing has happened.
    const distributed = this.#distributed.then(() => onDisk.then(() => this.#distribute(event)));
    this.#distributed = distributed.catch(() => undefined);
    return event.id;
  }

  /** Resolves when every event on the bus has been matched and queued for its targets. */
  settled(): Promise<void> {
    return this.#distributed;
  }

  /** Puts an event on the bus after a delay, by the movable clock. */
  publishAfter(ms: number, happening: Happening): void {
    this.#clock.sleep(ms, this.#closing.signal).then(
      () => this.publish({ ...happening, at: happening.at + ms }),
      () => undefined,
    );
  }

  /** Drops what has not been delivered. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#distributed;
    await Promise.all([...this.#queues.values()].map(({ last }) => last));
  }

  async #distribute(event: BusEvent): Promise<void> {
    if (this.#closing.signal.aborted) return;
    const began = performance.now();
    const rules = this.#state.eventRules.list({ prefix: `${event.account}/${event.region} ` });
    const enabled = rules.map(({ document }) => document).filter(({ enabled }) => enabled);
    for (const target of await inTurns(targetsOf(enabled, event))) this.#enqueue(target, event);
    if (performance.now() - began > shortWork) await nextTurn();
  }

  #enqueue(target: EventTargetRecord, event: BusEvent): void {
    const queue = this.#queues.get(target.arn) ?? { last: Promise.resolve(), waiting: 0 };
    this.#queues.set(target.arn, queue);
    if (queue.waiting >= maxWaiting) return;
    queue.waiting += 1;
    queue.last = queue.last.then(async () => {
      await this.#attempt(target.arn, inputOf(target, event));
      queue.waiting -= 1;
    });
  }

  async #attempt(arn: string, text: string): Promise<void> {
    const { signal } = this.#closing;
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        // An event describes what is on disk.
        await this.#state.metadata.durable();
        await deliver(arn, text, this.#folder, signal);
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (attempt === maxAttempts) {
          const why = error instanceof Error ? error.message : String(error);
          const where = shownTarget(arn);
          log(`an event could not be delivered to ${where}: ${why}`);
          return;
        }
        await wait(200 * attempt, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

/** The event, or the constant text that the target is configured with. */
function inputOf({ input }: EventTargetRecord, event: BusEvent): string {
  return input ?? JSON.stringify(event);
}

/** The targets of the rules that match an event. */
function* targetsOf(
  rules: readonly EventRuleRecord[],
  event: BusEvent,
): Steps<EventTargetRecord[]> {
  const fields = matchable(event);
  const targets: EventTargetRecord[] = [];
  for (const rule of rules) {
    if (yield* matchesRule(rule, fields)) targets.push(...rule.targets);
    yield;
  }
  return targets;
}

/**
 * A rule stored by an older Hawser may have a pattern that is invalid now: it matches nothing, and that is
 * logged.
 */
function* matchesRule(
  { name, pattern }: EventRuleRecord,
  fields: ReturnType<typeof matchable>,
): Steps<boolean> {
  try {
    return yield* matching(parsePattern(pattern), fields);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    log(`the pattern of event rule ${name} is not valid: ${error.message}. Put the rule again.`);
    return false;
  }
}
