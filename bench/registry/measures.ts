// What the benchmark of the registry measures, and of whom.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export const repositoryName = 'bench/app';

export interface Peer {
  readonly name: string;
  readonly origin: string;
  readonly authorization?: string;
  readonly manifestPath: string;
  readonly blobPath: string;
  /** Where content is kept, when it takes uploads. */
  readonly contents?: string;
}

export async function fileDigest(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return `sha256:${hash.digest('hex')}`;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
