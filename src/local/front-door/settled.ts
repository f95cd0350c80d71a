import { StorageError } from '../../storage/errors.ts';
import type { Metadata } from '../../storage/metadata.ts';

/** A disk that refuses one write after the other is found out before it is written to: see `Metadata`. */
const mostAttempts = 3;

/**
 * Does the work of a request up to its answer, which rests on nothing that the disk refused. What only reads may have
 * read the writes of another request before they were undone; then it is done once more.
 * @param work waits until what it wrote and read is on disk (`acknowledged`) before it answers.
 * @throws StorageError `NOT_WRITTEN` for a request that writes.
 */
export async function settled<Result>(
  metadata: Metadata,
  isRead: boolean,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      // The first attempt is part of the request that the front door has opened.
      return await (attempt === 1 ? work() : metadata.request(work));
    } catch (error) {
      const isUndone = error instanceof StorageError && error.code === 'NOT_WRITTEN';
      if (!isUndone || !isRead || attempt === mostAttempts) throw error;
    }
  }
}
