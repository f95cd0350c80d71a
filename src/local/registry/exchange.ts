import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RepositoryName } from '../../names/repository.ts';
import type { Core } from '../core/call.ts';
import { onRepository, repository } from '../ecr/repository.ts';
import type { Caller } from '../identity/caller.ts';
import type { RepositoryRecord } from '../state.ts';
import type { Address } from './address.ts';
import { commonHeaders } from './common-headers.ts';
import { endOfTurn } from './end-of-turn.ts';
import { RegistryError } from './errors.ts';
import type { routeOf } from './route.ts';

/** One request to the registry, from its verified caller, and the response to it. */
export interface Exchange {
  readonly core: Core;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly query: URLSearchParams;
  readonly address: Address;
  /** What the path asks for, as far as it is one of the registry's. */
  readonly route: ReturnType<typeof routeOf>;
  readonly caller: Caller;
  /** Condition keys of the request itself. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly now: number;
  /** When the request came in, in milliseconds of a clock that is never moved. */
  readonly startedAt: number;
}

/** The repository of that name in the registry which the request is for. */
export function target({ address }: Exchange, name: string): RepositoryName {
  return { registryId: address.registryId, region: address.region, name };
}

/**
 * Lets the request pass only if the caller may do all of it, by the policies of this moment.
 * @throws RegistryError 403 `DENIED` with AWS's text.
 */
export function authorize(exchange: Exchange, name: string, ...actions: readonly string[]): void {
  for (const action of actions) {
    const decision = decide(exchange, name, action);
    if (decision.decision !== 'allowed') {
      throw new RegistryError(403, 'DENIED', decision.message ?? 'Not authorized');
    }
  }
}

/** Whether the caller may do one thing with a repository. */
export function decide(exchange: Exchange, name: string, action: string) {
  const { core, caller, context } = exchange;
  const permission = onRepository(core, action, target(exchange, name));
  return core.authorizer.decide(caller, permission, context);
}

/** The repository, once the caller has been found to be allowed. @throws AwsError when there is none. */
export function requireRepository(exchange: Exchange, name: string): RepositoryRecord {
  return repository(exchange.core, target(exchange, name));
}

/**
 * Answers with a short body, or none; waits until everything written is on disk, and for the end of the turn. The
 * answers of one turn leave together: readers that are woken once, not for each, leave the processor to the server.
 */
export async function reply(
  { core, method, response }: Exchange,
  status: number,
  headers: Readonly<Record<string, string | number>>,
  body: string | Buffer = '',
): Promise<void> {
  await core.state.metadata.acknowledged();
  await endOfTurn();
  response.writeHead(status, {
    ...commonHeaders,
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(method === 'HEAD' ? undefined : body);
}

/** The URL under which a client finds something of this registry again, the way it came. */
export function locationOf({ address, query }: Exchange, path: string): string {
  const namespace = query.get('ns');
  const suffix = namespace === null ? '' : `?ns=${encodeURIComponent(namespace)}`;
  return `${address.prefix}${path}${suffix}`;
}

/** Scheme and host that the client came by; ECR's links and redirections are absolute. */
export function originOf(exchange: Exchange): string {
  const scheme = 'encrypted' in exchange.request.socket ? 'https' : 'http';
  return `${scheme}://${exchange.request.headers.host}`;
}
