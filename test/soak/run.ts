// Many clients at once, for a while: what went wrong, how long things took, how much memory it took.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startLocalProcess } from '../support/local-process.ts';
import { randomOf } from '../support/random.ts';
import { type Kind, SoakClient } from './work.ts';

export interface SoakOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly concurrency: number;
  /** Takes a line of progress. */
  readonly tell: (line: string) => void;
}

export interface SoakOutcome {
  /** How long each thing took, in milliseconds, ascending. */
  readonly durations: Readonly<Record<Kind, readonly number[]>>;
  /** What went wrong, digests that did not match included. */
  readonly errors: readonly string[];
  /** Resident memory in bytes, each second; empty where it can't be known. */
  readonly memory: readonly number[];
  /** What the process wrote to stderr that speaks of an error. */
  readonly stderr: readonly string[];
  readonly exitCode: number | null;
}

/** Longest between two lines of progress, in seconds. */
const progressEvery = 30;

/** Runs a local AWS in a process of its own under load, then stops it as one should. */
export async function soak(options: SoakOptions): Promise<SoakOutcome> {
  const data = await mkdtemp(join(tmpdir(), 'hawser-soak-'));
  const local = await startLocalProcess(data);
  const durations: Record<Kind, number[]> = { push: [], pull: [], api: [] };
  const errors: string[] = [];
  const memory: number[] = [];
  const pushed: { repository: string; digest: string }[] = [];
  const end = performance.now() + options.seconds * 1_000;
  const clients = Array.from(
    { length: options.concurrency },
    (_, index) => new SoakClient(local.endpoint, randomOf(options.seed * 1_009 + index), pushed),
  );
  const work = async (client: SoakClient): Promise<void> => {
    while (performance.now() < end && !local.hasEnded()) {
      const begun = performance.now();
      try {
        const kind = await client.once();
        durations[kind].push(performance.now() - begun);
      } catch (error) {
        errors.push(String(error instanceof Error ? error.message : error));
        await wait(100);
      }
    }
  };
  const watch = async (): Promise<void> => {
    for (let second = 1; performance.now() < end && !local.hasEnded(); second++) {
      await wait(Math.min(1_000, Math.max(1, end - performance.now())));
      const resident = await local.memory();
      if (resident !== undefined) memory.push(resident);
      if (second % progressEvery === 0) {
        const mebibytes = Math.round((resident ?? 0) / 2 ** 20);
        options.tell(
          `${second} s: ${pushed.length} pushed, ${errors.length} errors, ${mebibytes} MiB`,
        );
      }
    }
  };
  let exitCode: number | null = null;
  try {
    await clients[0]?.prepare();
    await Promise.all([watch(), ...clients.map(work)]);
    if (local.hasEnded()) errors.push('the process ended');
  } finally {
    for (const client of clients) client.close();
    exitCode = await local.stop();
    await rm(data, { recursive: true, force: true });
  }
  for (const list of Object.values(durations)) list.sort((a, b) => a - b);
  const stderr = local
    .errors()
    .split('\n')
    .filter((line) => /error/i.test(line));
  return { durations, errors, memory, stderr, exitCode };
}

/** @param share such as 0.99. @returns NaN of nothing. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
