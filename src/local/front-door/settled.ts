import { StorageError } from '../../storage/errors.ts';
import type { Metadata } from '../../storage/metadata.ts';

/** A failing disk is found before the next write: see `Metadata`. */
const mostAttempts = 3;

/**
 * Runs the work of a request up to its answer, which must not depend on a failed write. A request that only
 * reads may have read another request's writes before they were rolled back; it is then run once more.
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
