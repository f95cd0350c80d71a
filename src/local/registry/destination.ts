import type { IncomingMessage } from 'node:http';
import { DistributionError } from '../../distribution/errors.ts';
import { type Handler, handlerOf } from '../../distribution/handlers.ts';
import { type InvalidRoute, type Route, routeOf } from '../../distribution/route.ts';
import type { RegistryName } from '../../names/repository.ts';
import { type Address, addressOf } from './address.ts';
import { operationOf, type RegistryOperation } from './operations.ts';

/** What the URL of a request asks for: the same for every request with that URL and host. */
export interface Destination {
  readonly address: Address;
  /** What the path asks for, if it is a route of the registry. */
  readonly route: Route | InvalidRoute | undefined;
  readonly query: URLSearchParams;
  /**
   * What answers a request of that method.
   * @throws DistributionError 404, 400 or 405 where nothing does.
   */
  taskOf(method: string): Task;
}

/** The handler of a request. */
export interface Task {
  readonly route: Route;
  readonly handle: Handler;
  /** Undefined for a request that only checks that the registry is there. */
  readonly operation: RegistryOperation | undefined;
}

const noQuery = new URLSearchParams();
const mostRemembered = 5_000;
/** Longer URLs are not cached, in characters. */
const longestRemembered = 512;

/** Parses the URLs of requests to the registry; those without a query are cached. */
export class Destinations {
  readonly #fallback: RegistryName;
  readonly #known = new Map<string, Map<string, Destination>>();
  #count = 0;

  /** @param fallback the registry of requests that name none. */
  constructor(fallback: RegistryName) {
    this.#fallback = fallback;
  }

  /** @throws DistributionError 404 for a registry that is not ECR's, 400 for a malformed host. */
  of({ url = '', headers: { host = '' } }: IncomingMessage): Destination {
    const known = this.#known.get(host)?.get(url);
    if (known !== undefined) return known;
    const read = this.#read(url, host);
    if (read.query === noQuery && url.length + host.length <= longestRemembered) {
      this.#remember(host, url, read);
    }
    return read;
  }

  #read(url: string, host: string): Destination {
    const [path = '', queryText = ''] = url.split('?', 2);
    const query = queryText === '' ? noQuery : new URLSearchParams(queryText);
    const address = addressOf(host, path, query, this.#fallback);
    if (address === undefined) {
      const message = `${query.get('ns')} is not a registry of ECR`;
      throw new DistributionError(404, 'NAME_UNKNOWN', message);
    }
    const route = routeOf(address.path);
    const tasks = new Map<string, Task>();
    const taskOf = (method: string): Task => {
      const task = tasks.get(method) ?? taskFor(route, method);
      tasks.set(method, task);
      return task;
    };
    return { address, route, query, taskOf };
  }

  #remember(host: string, url: string, destination: Destination): void {
    if (this.#count++ >= mostRemembered) {
      this.#known.clear();
      this.#count = 1;
    }
    const ofHost = this.#known.get(host) ?? new Map<string, Destination>();
    this.#known.set(host, ofHost.set(url, destination));
  }
}

function taskFor(route: Route | InvalidRoute | undefined, method: string): Task {
  const found = handlerOf(route, method);
  return { ...found, operation: operationOf(method, found.route) };
}
