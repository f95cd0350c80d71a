import {
  closeSync,
  constants,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';

/** The progress of a database: its identity, and the number of its latest commit. */
export interface Milestone {
  readonly identity: string;
  readonly commits: number;
}

/**
 * Reads a witness. It is only written after a commit, so a database with fewer commits has lost some: its log
 * was truncated, damaged or removed, or an older copy was restored.
 * @returns undefined when there is none; `unreadable` when it is damaged itself.
 */
export function readWitness(file: string): Milestone | 'unreadable' | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'latin1');
  } catch (error) {
    return (error as { code?: unknown }).code === 'ENOENT' ? undefined : 'unreadable';
  }
  const match = /^([0-9a-f]{32}) (\d{16}) ([0-9a-f]{8})\n$/.exec(text);
  if (match === null || text !== render({ identity: match[1] ?? '', commits: Number(match[2]) })) {
    return 'unreadable';
  }
  return { identity: match[1] ?? '', commits: Number(match[2]) };
}

/** Stores the number of the latest commit beside the database. */
export class Witness {
  readonly #file: number;
  readonly #identity: string;

  /** @throws the system's error when the file cannot be created. */
  constructor(file: string, { identity, commits }: Milestone) {
    this.#identity = identity;
    this.#file = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
    this.note(commits);
    ftruncateSync(this.#file, render({ identity, commits }).length);
    fsyncSync(this.#file);
    flushFolder(dirname(file));
  }

  /**
   * Records a commit that is on disk. It is not flushed: after a power failure the number can only be too low.
   * The file keeps its length, so that it can be written on a full disk too.
   */
  note(commits: number): void {
    try {
      writeSync(this.#file, render({ identity: this.#identity, commits }), 0, 'latin1');
    } catch {
      // A number that is too low causes no false alarm.
    }
  }

  close(): void {
    try {
      fsyncSync(this.#file);
    } finally {
      closeSync(this.#file);
    }
  }
}

/** Makes the name of a new file durable. */
function flushFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function render({ identity, commits }: Milestone): string {
  const text = `${identity} ${String(commits).padStart(16, '0')}`;
  return `${text} ${crc32(text).toString(16).padStart(8, '0')}\n`;
}
