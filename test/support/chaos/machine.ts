// `hawser local up` as a process that can be killed, slowed down, and run out of disk.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';

export const account = '111122223333';
const region = 'us-east-1';

/** Delays what the disk does, from within the process. */
const slowDisk = new URL('./slow-disk.mjs', import.meta.url).href;

/** Why a start was refused. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export class Machine {
  readonly endpoint: string;
  readonly ecr: ECRClient;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #stderr: string[];
  #authorization = '';

  private constructor(child: ChildProcess, exited: Promise<void>, endpoint: string, log: string[]) {
    this.#child = child;
    this.#exited = exited;
    this.#stderr = log;
    this.endpoint = endpoint;
    const credentials = { accessKeyId: account, secretAccessKey: 'chaos' };
    this.ecr = new ECRClient({ endpoint, region, credentials, maxAttempts: 1 });
  }

  /** @throws Refused with the code that it says. */
  static async start(data: string, slow = false): Promise<Machine> {
    const args = [...(slow ? ['--import', slowDisk] : []), 'bin/hawser.js'];
    const flags = [
      'local',
      'up',
      '--port',
      '0',
      '--data',
      data,
      '--account',
      account,
      '-o',
      'json',
    ];
    const child = spawn(process.execPath, [...args, ...flags]);
    const log: string[] = [];
    child.stderr?.on('data', (chunk) => log.push(String(chunk)));
    const exited = new Promise<void>((resolve) => child.on('close', () => resolve()));
    const line = await new Promise<string>((resolve) => {
      let text = '';
      child.stdout?.on('data', (chunk) => {
        text += chunk;
        if (text.includes('\n')) resolve(text);
      });
      child.on('close', () => resolve(text));
    });
    const said = line === '' ? {} : (JSON.parse(line) as Record<string, unknown>);
    if (typeof said.endpoint !== 'string') {
      const { code, message } = (said.error ?? {}) as { code?: string; message?: string };
      throw new Refused(code ?? 'ENDED', message ?? log.join(''));
    }
    const machine = new Machine(child, exited, said.endpoint, log);
    await machine.login();
    return machine;
  }

  /** Header that lets requests to the registry in. */
  get authorization(): string {
    return this.#authorization;
  }

  /** What it has written to stderr. */
  get stderr(): string {
    return this.#stderr.join('');
  }

  /** Gets a token, which the clock can make invalid. */
  async login(): Promise<void> {
    const { authorizationData } = await this.ecr.send(new GetAuthorizationTokenCommand({}));
    this.#authorization = `Basic ${authorizationData?.[0]?.authorizationToken}`;
  }

  /** Sends a request to the registry. Rejects when the connection breaks off. */
  async registry(
    method: string,
    path: string,
    body?: RequestInit['body'],
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: Headers; body: Buffer }> {
    const answer = await fetch(this.endpoint + path, {
      method,
      headers: { authorization: this.#authorization, ...headers },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    } as RequestInit);
    return {
      status: answer.status,
      headers: answer.headers,
      body: Buffer.from(await answer.arrayBuffer()),
    };
  }

  async admin(route: string, body?: object): Promise<Record<string, unknown>> {
    const answer = await fetch(`${this.endpoint}/_hawser/${route}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  }

  /** Files can't grow beyond so many bytes, as on a disk that is full; undefined for any size. */
  limitFiles(bytes: number | undefined): void {
    const limit = `--fsize=${bytes ?? 'unlimited'}:unlimited`;
    const { status } = spawnSync('prlimit', ['--pid', String(this.#child.pid), limit]);
    if (status !== 0) throw new Error('prlimit (util-linux) is needed');
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.ecr.destroy();
    this.#child.kill(signal);
    await this.#exited;
  }
}
