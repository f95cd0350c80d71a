import { platform } from 'node:process';

/** Tells the system that a part of an open file will not be read soon: what of it is on disk may leave memory. */
export type LetGo = (file: number, offset: number, bytes: number) => Promise<void>;

/** POSIX_FADV_DONTNEED, as Linux numbers it on the processors that Node runs on. */
const dontNeed = 4;

/**
 * Linux's posix_fadvise(2), for which Node has no call of its own.
 * @returns undefined where there is none to be had: other systems, and processors that koffi has no library for.
 */
export async function nativeLetGo(): Promise<LetGo | undefined> {
  if (platform !== 'linux') return undefined;
  try {
    const { default: koffi } = await import('koffi');
    const advise = koffi
      .load(null)
      .func('int posix_fadvise(int file, int64_t offset, int64_t bytes, int advice)');
    // By a thread of the pool: taking thousands of pages out of memory is not done in a moment.
    return (file, offset, bytes) =>
      new Promise((resolve) => advise.async(file, offset, bytes, dontNeed, () => resolve()));
  } catch {
    return undefined;
  }
}
