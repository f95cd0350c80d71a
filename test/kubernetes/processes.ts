// Programs of a cluster as processes, whose output is kept for the message of whoever waits in vain for them.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Program {
  readonly logFile: string;
  stop(): Promise<void>;
}

/** @param logFile where its stdout and stderr go. */
export function start(
  command: string,
  args: readonly string[],
  logFile: string,
  env: NodeJS.ProcessEnv = process.env,
): Program {
  const log = openSync(logFile, 'a');
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', log, log], env });
  closeSync(log);
  // A test that fails before it could stop everything ends all the same, and the sandbox with it.
  child.unref();
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  return {
    logFile,
    async stop() {
      child.ref();
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Looks again and again. @throws Error with the end of the log when nothing comes of it. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined>,
  { seconds = 60, log }: { readonly seconds?: number; readonly log?: string } = {},
): Promise<Found> {
  const end = Date.now() + seconds * 1000;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    await sleep(200);
  }
  const told = log === undefined ? '' : `\n${readFileSync(log, 'utf8').slice(-3000)}`;
  throw new Error(`waited ${seconds} s in vain: ${what}${told}`, { cause: last });
}
