import { libcFunction } from './native-libc.ts';

/**
 * Tells the system that a part of an open file will not be read soon, so that its pages on disk may be dropped
 * from the cache.
 */
export type LetGo = (file: number, offset: number, bytes: number) => Promise<void>;

/** POSIX_FADV_DONTNEED, with Linux's number on the processors that Node supports. */
const dontNeed = 4;

type Native = (file: number, offset: number, bytes: number, advice: number) => number;

/** posix_fadvise(2); undefined where it is not available. */
export async function nativeLetGo(): Promise<LetGo | undefined> {
  const advise = await libcFunction<Native>(
    'int posix_fadvise(int file, int64_t offset, int64_t bytes, int advice)',
  );
  if (advise === undefined) return undefined;
  // In a thread of the pool: dropping thousands of pages takes time.
  return (file, offset, bytes) =>
    new Promise((resolve) => advise.async(file, offset, bytes, dontNeed, () => resolve()));
}
