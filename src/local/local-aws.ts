import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovableClock } from '../clock/clock.ts';
import { sendContent } from '../distribution/blobs.ts';
import { makeFolder } from '../files/folders.ts';
import { type DataFolder, openDataFolder } from '../storage/data-folder.ts';
import { StorageError } from '../storage/errors.ts';
import type { LocalAuthority } from './certificates.ts';
import { keptOffset } from './clock-range.ts';
import type { Core } from './core/call.ts';
import { ContentCollector } from './ecr/content-collector.ts';
import { keepHouse } from './ecr/housekeeping.ts';
import { LocalError } from './errors.ts';
import { EventBus } from './events/bus.ts';
import { refusalOf, refuse } from './front-door/admission.ts';
import { serveAwsApi } from './front-door/aws-api.ts';
import { BodyBudget } from './front-door/body-budget.ts';
import { expectBody, limitConnections, serverOptions, trustSender } from './front-door/patience.ts';
import { ServedNames } from './front-door/served-names.ts';
import type { Authenticator } from './identity/authenticate.ts';
import { Authorizer } from './identity/authorize.ts';
import { IdleMemory } from './idle-memory.ts';
import { ImageUse } from './image-use/image-use.ts';
import { IssuerKeys } from './issuers/issuer-keys.ts';
import { localKeysOf } from './issuers/local-issuers.ts';
import { grantedDigest, layerPath, refuseLayer } from './layer-url.ts';
import { RateLimits } from './limits/rate-limits.ts';
import { contentOf } from './registry/blobs.ts';
import { serveRegistry } from './registry/serve.ts';
import { cloudTrail } from './services/cloudtrail/index.ts';
import { cloudWatch } from './services/cloudwatch/index.ts';
import { ec2 } from './services/ec2/index.ts';
import { ecr } from './services/ecr/index.ts';
import { events } from './services/events/index.ts';
import { iam } from './services/iam/index.ts';
import { secretsManager } from './services/secretsmanager/index.ts';
import { sts } from './services/sts/index.ts';
import { openState, type State } from './state.ts';
import { Trail } from './trail/trail.ts';
import { KeyUse } from './usage/key-use.ts';
import { Metrics } from './usage/metrics.ts';
import { RequestCounts } from './usage/request-counts.ts';

export interface LocalAwsOptions {
  /** TCP port on the loopback interface; 0 for any that is free. */
  readonly port: number;
  /** Folder for everything that is to survive; undefined keeps nothing. */
  readonly data: string | undefined;
  readonly iam: 'enforce' | 'off';
  readonly fidelity: 'ecr' | 'spec';
  readonly account: string;
  readonly region: string;
  /** Where pull through cache rules look instead of a registry host, such as a mirror of Docker Hub. */
  readonly upstreams?: Readonly<Record<string, string>>;
  /** Whether requests to ECR are counted against its published quotas. */
  readonly rateLimits?: boolean;
  /** Further host names under which clients may ask, besides those of the loopback interface and of AWS. */
  readonly names?: readonly string[];
}

/** Handles what lies outside AWS's own paths. @returns false to let the next handler try. */
export type Extension = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => Promise<boolean>;

const services = [ecr, iam, sts, ec2, secretsManager, events, cloudTrail, ...cloudWatch];

/** The local AWS: one port that speaks for every service, over one store. */
export class LocalAws {
  readonly core: Core;
  readonly issuers: IssuerKeys;
  /** Where files are kept: the data folder, or a temporary one. */
  readonly folder: string;
  readonly #server: Server;
  readonly #authenticator: Authenticator;
  readonly #memory = new IdleMemory();
  readonly #extensions: Extension[] = [];
  readonly #onClose: (() => Promise<void>)[] = [];

  private constructor(core: Core, issuers: IssuerKeys, folder: string) {
    this.core = core;
    this.folder = folder;
    this.issuers = issuers;
    this.#authenticator = {
      state: core.state,
      defaultAccount: core.settings.defaultAccount,
      iam: core.settings.iam,
      wallTime: Date.now,
      now: () => core.clock.now(),
    };
    this.#server = createServer(serverOptions, (request, response) => {
      this.#answer(request, response);
    });
  }

  /**
   * Opens the data folder and starts to listen.
   * @throws LocalError when the port is taken or the data folder is in use; StorageError when it can't be used.
   */
  static async start(options: LocalAwsOptions): Promise<LocalAws> {
    const folder = await dataFolder(options.data);
    const data = await hold(folder, options.data !== undefined);
    try {
      return await LocalAws.#open(options, folder, data);
    } catch (error) {
      await data.close();
      throw error;
    }
  }

  static async #open(
    options: LocalAwsOptions,
    folder: string,
    data: DataFolder,
  ): Promise<LocalAws> {
    const { metadata, blobs } = data;
    const state = openState(metadata);
    const clock = new MovableClock(
      keptOffset(state.settings, Date.now(), (line) => void process.stderr.write(`${line}\n`)),
    );
    const issuers = new IssuerKeys((issuer) => localKeysOf(state, issuer));
    let endpoint = '';
    const core: Core = {
      state,
      blobs,
      content: new ContentCollector(state, blobs, clock),
      clock,
      authorizer: new Authorizer(state, options.iam),
      issuers,
      names: new ServedNames(options.names),
      bodies: new BodyBudget(),
      events: new EventBus(state, clock, folder),
      trail: new Trail(),
      metrics: new Metrics(),
      requests: new RequestCounts(),
      keyUse: new KeyUse(),
      imageUse: new ImageUse(state, clock, () => ({
        host: new URL(endpoint).host,
        registryId: options.account,
        region: options.region,
      })),
      limits: new RateLimits(options.rateLimits ?? false, () => performance.now()),
      settings: {
        defaultAccount: options.account,
        defaultRegion: options.region,
        iam: options.iam,
        fidelity: options.fidelity,
        upstreams: options.upstreams ?? {},
        sealingKey: sealingKey(state),
        endpoint: () => endpoint,
      },
    };
    const local = new LocalAws(core, issuers, folder);
    local.onClose(async () => {
      await data.close();
      if (options.data === undefined) await rm(folder, { recursive: true, force: true });
    });
    const closing = new AbortController();
    const housekeeping = keepHouse(core, closing.signal);
    local.onClose(async () => {
      closing.abort();
      await housekeeping;
    });
    local.onClose(() => core.events.close());
    local.onClose(async () => local.#memory.stop());
    try {
      await listen(local.#server, options.port);
      endpoint = `http://127.0.0.1:${(local.#server.address() as AddressInfo).port}`;
    } catch (error) {
      await local.close();
      throw error;
    }
    return local;
  }

  get endpoint(): string {
    return this.core.settings.endpoint();
  }

  /**
   * Serves everything over HTTPS as well, under whatever name a client asks for.
   * @returns the port.
   * @throws LocalError when the port can't be listened on.
   */
  async serveTls(authority: LocalAuthority, port: number): Promise<number> {
    const server = createTlsServer(
      {
        ...serverOptions,
        handshakeTimeout: 10_000,
        SNICallback: (name, done) => {
          authority.contextFor(name).then((context) => done(null, context), done);
        },
        ...(await authority.pem('localhost')),
      },
      (request, response) => {
        this.#answer(request, response);
      },
    );
    await listen(server, port);
    this.onClose(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return (server.address() as AddressInfo).port;
  }

  /** Adds a handler for paths that are not AWS's own. */
  extend(extension: Extension): void {
    this.#extensions.push(extension);
  }

  /** Adds something to be done when the local AWS stops; the last one added is done first. */
  onClose(work: () => Promise<void>): void {
    this.#onClose.unshift(work);
  }

  /** Takes no new requests, finishes those under way, closes the store. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeIdleConnections();
    const patience = setTimeout(() => this.#server.closeAllConnections(), 3_000);
    for (const work of this.#onClose.slice(0, -1)) await work();
    this.#server.closeIdleConnections();
    await closed;
    clearTimeout(patience);
    await this.#onClose.at(-1)?.();
  }

  /** Every request's writes are known as its own: none is acknowledged that the disk refused. */
  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.#memory.noteRequest();
    this.core.state.metadata
      .request(() => this.#serve(request, response))
      .catch((error: unknown) => fail(response, error));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refusalOf(request, this.core.names);
    if (refusal !== undefined) {
      refuse(response, refusal);
      return;
    }
    expectBody(request, response);
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path === '/v2' || path.startsWith('/v2/')) {
      await serveRegistry(this.core, request, response);
      return;
    }
    if (layerPath.test(path)) {
      await this.#sendLayer(request, response);
      return;
    }
    for (const extension of this.#extensions) {
      if (await extension(request, response, path)) return;
    }
    await serveAwsApi(this.core, this.#authenticator, services, request, response);
  }

  /** Serves a layer to whoever holds its presigned URL, which is signed for GET. */
  async #sendLayer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { core } = this;
    const url = new URL(request.url ?? '', core.settings.endpoint());
    const grant = grantedDigest(core.settings.sealingKey, url, core.clock.now());
    if ('refused' in grant) {
      refuseLayer(response, grant.refused === 'expired' ? 'EXPIRED' : 'DENIED');
      return;
    }
    if (request.method !== 'GET') {
      refuseLayer(response, 'OTHER_METHOD');
      return;
    }
    trustSender(request, response);
    const size = await core.blobs.size(grant.digest);
    if (size === undefined) {
      refuseLayer(response, 'DENIED');
      return;
    }
    const content = contentOf(core.blobs, grant.digest, size);
    await sendContent({ request, response, method: 'GET' }, grant.digest, content);
  }
}

function listen(server: Server, port: number): Promise<void> {
  limitConnections(server);
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const [code, why] =
        cause.code === 'EADDRINUSE'
          ? (['PORT_TAKEN', 'is taken: stop what listens there or choose another'] as const)
          : (['CANNOT_LISTEN', `can't be listened on: ${cause.message}`] as const);
      reject(new LocalError(code, `port ${port} ${why}`, { cause }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function dataFolder(data: string | undefined): Promise<string> {
  if (data === undefined) return mkdtemp(join(tmpdir(), 'hawser-'));
  try {
    await makeFolder(data, 0o700);
    return data;
  } catch (cause) {
    throw new StorageError('UNUSABLE', `cannot write to the data folder ${data}`, { cause });
  }
}

/** @throws LocalError `DATA_IN_USE`, StorageError. */
async function hold(folder: string, kept: boolean): Promise<DataFolder> {
  try {
    return await openDataFolder(folder, kept);
  } catch (cause) {
    if (!(cause instanceof StorageError && cause.code === 'IN_USE')) throw cause;
    throw new LocalError(
      'DATA_IN_USE',
      `another local AWS keeps its data in ${folder}: stop it, or choose another folder with --data`,
      { cause },
    );
  }
}

function sealingKey(state: State): Buffer {
  const known = state.settings.get('sealing-key');
  if (known !== undefined) return Buffer.from(known.value, 'base64');
  const made = randomBytes(32);
  state.settings.put('sealing-key', { value: made.toString('base64') });
  return made;
}

function fail(response: ServerResponse, error: unknown): void {
  if (!response.destroyed && !response.headersSent) {
    if (error instanceof StorageError && error.code === 'NOT_WRITTEN') {
      const body = JSON.stringify({
        error: { code: error.code, message: error.message, hint: error.hint },
      });
      response.writeHead(507, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      });
      response.end(body);
      return;
    }
    process.stderr.write(
      `hawser: internal error: ${String(error instanceof Error ? error.stack : error)}\n`,
    );
    response.writeHead(500, { 'content-length': 0 });
    response.end();
    return;
  }
  response.destroy();
}
