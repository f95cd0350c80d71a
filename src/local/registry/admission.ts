import type { IncomingMessage } from 'node:http';
import { DistributionError } from '../../distribution/errors.ts';
import type { RepositoryName } from '../../names/repository.ts';
import type { Actor } from '../ecr/push.ts';
import { onRepository } from '../ecr/repository.ts';
import type { Caller } from '../identity/caller.ts';
import type { Task } from './destination.ts';

/** Requests that were allowed; the same request is allowed again until the next write. */
type Allowed = WeakMap<Task, AllowedRequest>;

interface AllowedRequest {
  /** Version of the store, which increases with every write: policies, tags and sessions are in it. */
  readonly version: number;
  /** What its condition keys hold of the request, besides the time. */
  /** The source address, and the machine that it came from. */
  readonly from: string;
  readonly userAgent: string | undefined;
  readonly referer: string | undefined;
}

/** By caller: one that is read again after a write is another object. */
const allowed = new WeakMap<Caller, Allowed>();

/**
 * Authorizes a client that only reads, by the current policies. What was allowed is not decided again as long
 * as nothing was written, the request is the same and no policy reads the time.
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
 * Authorizes a client for all actions of an operation, by the current policies.
 * @returns whether the decision may be reused until the next write.
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
