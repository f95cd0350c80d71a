import { libcFunction } from './native-libc.ts';

/** Tells the system that a part of an open file will not be read soon: what of it is on disk may leave memory. */
export type LetGo = (file: number, offset: number, bytes: number) => Promise<void>;

/** POSIX_FADV_DONTNEED, as Linux numbers it on the processors that Node runs on. */
const dontNeed = 4;

type Native = (file: number, offset: number, bytes: number, advice: number) => number;

/** posix_fadvise(2); undefined where there is none to be had. */
export async function nativeLetGo(): Promise<LetGo | undefined> {
  const advise = await libcFunction<Native>(
    'int posix_fadvise(int file, int64_t offset, int64_t bytes, int advice)',
  );
  if (advise === undefined) return undefined;
  // By a thread of the pool: taking thousands of pages out of memory is not done in a moment.
  return (file, offset, bytes) =>
    new Promise((resolve) => advise.async(file, offset, bytes, dontNeed, () => resolve()));
}
