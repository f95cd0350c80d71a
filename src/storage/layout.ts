import { StorageError } from './errors.ts';

/** The layout of the database. A file with a higher number was written by a newer Hawser. */
export const layout = 2;

/** @throws StorageError `NEWER_DATA` for a layout that this version does not support. */
export function requireKnownLayout(found: number): void {
  if (found <= layout) return;
  throw new StorageError(
    'NEWER_DATA',
    `the data folder was written by a newer Hawser (layout ${found}; this version supports ${layout})`,
    { hint: 'Use that version, or choose another folder with --data.' },
  );
}
