import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { DataFolder } from '../storage/data-folder.ts';
import type { LocalAuthority } from './certificates.ts';
import type { Core } from './core/call.ts';
import { Doors } from './doors.ts';
import { betweenRuns, keepHouse } from './ecr/housekeeping.ts';
import { LocalError } from './errors.ts';
import type { Extension } from './extension.ts';
import { limitConnections, serverOptions } from './front-door/patience.ts';
import { IdleMemory } from './idle-memory.ts';
import type { IssuerKeys } from './issuers/issuer-keys.ts';
import { dataFolder, hold } from './local-folder.ts';
import { type CoreOptions, openCore } from './open-core.ts';

export interface LocalAwsOptions extends CoreOptions {
  /** TCP port on the loopback interface; 0 for any that is free. */
  readonly port: number;
  /** Folder for everything that is to survive; undefined keeps nothing. */
  readonly data: string | undefined;
}

/** The local AWS: one port that speaks for every service, over one store. */
export class LocalAws {
  readonly core: Core & { readonly issuers: IssuerKeys };
  /** Where files are kept: the data folder, or a temporary one. */
  readonly folder: string;
  readonly #server: Server;
  readonly #doors: Doors;
  readonly #memory = new IdleMemory();
  readonly #onClose: (() => Promise<void>)[] = [];
  #endpoint = '';

  private constructor(options: LocalAwsOptions, data: DataFolder, folder: string) {
    this.core = openCore(options, data, folder, () => this.#endpoint);
    this.folder = folder;
    this.#doors = new Doors(this.core);
    this.#server = createServer(serverOptions, (request, response) => {
      this.#memory.noteRequest();
      this.#doors.answer(request, response);
    });
    this.onClose(async () => {
      await data.close();
      if (options.data === undefined) await rm(folder, { recursive: true, force: true });
    });
  }

  /**
   * Opens the data folder and starts to listen.
   * @throws LocalError when the port is taken or the data folder is in use; StorageError when it can't be used.
   */
  static async start(options: LocalAwsOptions): Promise<LocalAws> {
    const folder = await dataFolder(options.data);
    const data = await hold(folder, options.data !== undefined);
    let local: LocalAws;
    try {
      local = new LocalAws(options, data, folder);
    } catch (error) {
      await data.close();
      throw error;
    }
    try {
      await local.#begin(options.port);
    } catch (error) {
      await local.close();
      throw error;
    }
    return local;
  }

  async #begin(port: number): Promise<void> {
    const closing = new AbortController();
    const housekeeping = keepHouse(this.core, closing.signal);
    this.onClose(async () => {
      closing.abort();
      await housekeeping;
    });
    this.onClose(() => this.core.events.close());
    this.onClose(async () => this.#memory.stop());
    await listen(this.#server, port);
    this.#endpoint = `http://127.0.0.1:${portOf(this.#server)}`;
  }

  get endpoint(): string {
    return this.#endpoint;
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
        this.#memory.noteRequest();
        this.#doors.answer(request, response);
      },
    );
    await listen(server, port, 'tls');
    this.onClose(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return portOf(server);
  }

  /** Does some work while nobody else does anything: neither clients nor what ECR does by itself as time passes. */
  alone<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#doors.alone(() => betweenRuns(this.core, work));
  }

  /** Adds a handler for paths that are not AWS's own. */
  extend(extension: Extension): void {
    this.#doors.extend(extension);
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
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function listen(server: Server, port: number, kind: 'plain' | 'tls' = 'plain'): Promise<void> {
  limitConnections(server, kind);
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
