// `hawser local up` as a process of its own, so that its end is seen and its memory is measured alone.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

export interface LocalProcess {
  readonly endpoint: string;
  /** What it wrote to stderr so far. */
  errors(): string;
  /** Resident memory in bytes; undefined where there is no /proc. */
  memory(): Promise<number | undefined>;
  /** Whether it has ended, and not by `stop` or `kill`. */
  hasEnded(): boolean;
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

/** Most of stderr that is kept, in characters. */
const maxErrors = 1 << 20;

/**
 * Starts it on a free port over a data folder.
 * @param more flags, such as `--tls`.
 * @throws Error when it ends before it is ready.
 */
export async function startLocalProcess(
  data: string,
  more: readonly string[] = [],
): Promise<LocalProcess> {
  const flags = ['-o', 'json', '--port', '0', '--data', data, ...more];
  const args = ['bin/hawser.js', 'local', 'up', ...flags];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let ended = false;
  let expected = false;
  let stderr = '';
  child.stderr?.on('data', (piece) => {
    if (stderr.length < maxErrors) stderr += piece;
  });
  const exited = new Promise<number | null>((resolve) => {
    child.on('exit', (code) => {
      ended = !expected;
      resolve(code);
    });
  });
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (piece) => {
      text += piece;
      if (text.includes('\n')) resolve(text.split('\n')[0] ?? '');
    });
    child.on('exit', () => reject(new Error(`it ended before it was ready: ${stderr}`)));
  });
  const { endpoint } = JSON.parse(line) as { endpoint: string };
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    expected = true;
    child.kill(signal);
    return exited;
  };
  return {
    endpoint,
    errors: () => stderr,
    hasEnded: () => ended,
    async memory() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
      const kibibytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
      return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
    },
    stop: () => end('SIGTERM'),
    async kill() {
      await end('SIGKILL');
    },
  };
}
