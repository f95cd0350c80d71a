// The thread that hashes uploads while the event loop receives the next bytes. It answers every task, in order.
import { createHash, type Hash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

/** A task for one of the thread's hashes. */
export type HashTask =
  | { readonly kind: 'update'; readonly id: number; readonly content: Uint8Array }
  | { readonly kind: 'digest'; readonly id: number }
  | { readonly kind: 'forget'; readonly id: number };

const running = new Map<number, Hash>();

parentPort?.on('message', (task: HashTask) => parentPort?.postMessage(perform(task)));

/** @returns SHA-256 in hex for `digest`, which does not end the hash. */
function perform(task: HashTask): string {
  const hash = running.get(task.id) ?? createHash('sha256');
  switch (task.kind) {
    case 'update':
      running.set(task.id, hash.update(task.content));
      return '';
    case 'digest':
      return hash.copy().digest('hex');
    case 'forget':
      running.delete(task.id);
      return '';
  }
}
