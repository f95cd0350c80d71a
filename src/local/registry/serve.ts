import type { IncomingMessage, ServerResponse } from 'node:http';
import { DistributionError } from '../../distribution/errors.ts';
import { originOf } from '../../distribution/exchange.ts';
import { bringsPiece } from '../../distribution/uploads.ts';
import { writeError } from '../../distribution/write-error.ts';
import type { Core } from '../core/call.ts';
import { trustSender } from '../front-door/patience.ts';
import { requestContext, sourceIpOf } from '../front-door/request-context.ts';
import { settled } from '../front-door/settled.ts';
import type { Caller } from '../identity/caller.ts';
import { registryHost, originOf as requestOrigin, wayTo } from '../net/request-origin.ts';
import { admitReader, authorize } from './admission.ts';
import { type Destination, Destinations, type Task } from './destination.ts';
import { dialects } from './dialect.ts';
import { EcrBackend } from './ecr-backend.ts';
import { asRegistryError } from './errors.ts';
import { identify } from './identify.ts';
import { noteRequest, noteStranger, type Visited } from './note-request.ts';
import { target, type Visit } from './visit.ts';

/** The registry: finds the requested registry, the caller and the route, and authorizes the caller. */
export class RegistryDoor {
  readonly #core: Core;
  readonly #destinations: Destinations;

  constructor(core: Core) {
    this.#core = core;
    const { defaultAccount: registryId, defaultRegion: region } = core.settings;
    this.#destinations = new Destinations({ registryId, region });
  }

  /**
   * Answers a request. Routes and codes follow the OCI distribution specification; bodies and deviations are
   * ECR's.
   */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const core = this.#core;
    const startedAt = performance.now();
    let known: KnownRequest | undefined;
    try {
      const destination = this.#destinations.of(request);
      const now = core.clock.now();
      const caller = identify(core, request, destination.address, now);
      trustSender(request, response);
      known = new KnownRequest(core, caller, request, destination, now, startedAt);
      const asked = known;
      await settled(core.state.metadata, known.isRead, () => answer(asked, response));
      noteRequest(known);
    } catch (error) {
      if (known === undefined) noteStranger(core, error, startedAt);
      else noteRequest(known, error);
      writeError(request, response, error, asRegistryError(error));
    }
  }
}

/** A request of an identified client. */
class KnownRequest implements Visited {
  readonly core: Core;
  readonly caller: Caller;
  readonly request: IncomingMessage;
  readonly destination: Destination;
  readonly now: number;
  readonly startedAt: number;
  readonly method: string;
  /** Read now: the connection of a body that is too large is closed when the request is recorded. */
  readonly sourceIp: string;
  #context: Readonly<Record<string, string>> | undefined;

  constructor(
    core: Core,
    caller: Caller,
    request: IncomingMessage,
    destination: Destination,
    now: number,
    startedAt: number,
  ) {
    this.core = core;
    this.caller = caller;
    this.request = request;
    this.destination = destination;
    this.now = now;
    this.startedAt = startedAt;
    this.method = request.method ?? 'GET';
    this.sourceIp = sourceIpOf(request);
  }

  get isRead(): boolean {
    return this.method === 'GET' || this.method === 'HEAD';
  }

  get address(): Destination['address'] {
    return this.destination.address;
  }

  get route(): Destination['route'] {
    return this.destination.route;
  }

  /** Created only when a policy is evaluated: most requests are allowed by a cached decision. */
  get context(): Readonly<Record<string, string>> {
    this.#context ??= requestContext(
      this.request,
      this.now,
      this.address.region,
      this.#endpointKeys(),
    );
    return this.#context;
  }

  #endpointKeys(): Readonly<Record<string, string>> {
    const { state, settings } = this.core;
    const { registryId, region } = this.address;
    const host = registryHost(registryId, region);
    return wayTo(state, settings.sealingKey, this.request, host)?.keys ?? {};
  }
}

async function answer(known: KnownRequest, response: ServerResponse): Promise<void> {
  const { core, request, method, destination } = known;
  const task = destination.taskOf(method);
  requireRate(known, task);
  const visit = new RegistryVisit(known, task);
  visit.admit();
  await task.handle({
    request,
    response,
    method,
    query: destination.query,
    prefix: destination.address.prefix,
    backend: new EcrBackend(visit),
    dialect: dialects[core.settings.fidelity],
  });
}

class RegistryVisit implements Visit {
  readonly core: Core;
  readonly caller: Caller;
  readonly now: number;
  readonly address: Destination['address'];
  readonly #known: KnownRequest;
  readonly #task: Task;

  constructor(known: KnownRequest, task: Task) {
    this.core = known.core;
    this.caller = known.caller;
    this.now = known.now;
    this.address = known.address;
    this.#known = known;
    this.#task = task;
  }

  get context(): Visit['context'] {
    return this.#known.context;
  }

  get origin(): string {
    return originOf(this.#known.request);
  }

  admit(): void {
    const { request, isRead, sourceIp, destination } = this.#known;
    const { route, operation } = this.#task;
    if (operation === undefined) return;
    const which = target(this, 'name' in route ? route.name : '*');
    const completes = destination.query.get('digest') !== null;
    const actions = operation.needs({ bringsPiece: bringsPiece(request), completes });
    const from = `${sourceIp} ${requestOrigin(request)}`;
    if (isRead) admitReader(this, request, from, this.#task, which, actions);
    else authorize(this, which, actions);
  }
}

function requireRate({ core, address, caller }: KnownRequest, { operation }: Task): void {
  if (operation?.api === undefined) return;
  if (!core.limits.admit(caller.accountId, address.region, operation.api)) {
    throw new DistributionError(429, 'TOOMANYREQUESTS', 'Rate exceeded');
  }
}
