import type { IncomingMessage } from 'node:http';
import { DistributionError } from '../../distribution/errors.ts';
import type { RepositoryName } from '../../names/repository.ts';
import type { Actor } from '../ecr/push.ts';
import { onRepository } from '../ecr/repository.ts';
import type { Caller } from '../identity/caller.ts';
import type { Task } from './destination.ts';

/** Requests that were allowed, by what was asked. They are again until something is written. */
type Allowed = WeakMap<Task, AllowedRequest>;

interface AllowedRequest {
  /** Version of the store, which counts up with every write: policies, tags and sessions are in it. */
  readonly version: number;
  /** What of the request is in its condition keys, besides the time. */
  /** The address, and the machine, that it came from. */
  readonly from: string;
  readonly userAgent: string | undefined;
  readonly referer: string | undefined;
}

/** By caller: one that is looked up anew after a write is another object. */
const allowed = new WeakMap<Caller, Allowed>();

/**
 * Lets a client pass that only reads, if it may do all of the task, by the policies of this moment. What was allowed
 * once is not decided again as long as nothing was written, the request says the same and no policy asks for the time.
 * @throws DistributionError 403 `DENIED` with AWS's text.
 */
export function admitReader(
  actor: Actor,
  { headers }: IncomingMessage,
  from: string,
  task: Task,
  which: RepositoryName,
  actions: readonly string[],
): void {
  const { core, caller } = actor;
  const { version } = core.state.metadata;
  const { 'user-agent': userAgent, referer } = headers;
  const before = allowed.get(caller)?.get(task);
  if (
    before !== undefined &&
    before.version === version &&
    before.from === from &&
    before.userAgent === userAgent &&
    before.referer === referer
  ) {
    return;
  }
  if (!authorize(actor, which, actions)) return;
  const ofCaller: Allowed = allowed.get(caller) ?? new WeakMap();
  allowed.set(caller, ofCaller.set(task, { version, from, userAgent, referer }));
}

/**
 * Lets a client pass only if it may do all of an operation, by the policies of this moment.
 * @returns whether it will be let pass at any time, until something is written.
 * @throws DistributionError 403 `DENIED` with AWS's text.
 */
export function authorize(
  { core, caller, context }: Actor,
  which: RepositoryName,
  actions: readonly string[],
): boolean {
  let holds = true;
  for (const action of actions) {
    const permission = onRepository(core, action, which);
    const { decision, isTimeless } = core.authorizer.decideForLater(caller, permission, context);
    if (decision.decision !== 'allowed') {
      throw new DistributionError(403, 'DENIED', decision.message ?? 'Not authorized');
    }
    holds &&= isTimeless;
  }
  return holds;
}
