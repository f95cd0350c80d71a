/**
 * Result codes of SQLite that are distinguished here (sqlite.org, "Result and Error Codes"); the low byte of
 * `errcode`.
 */
export const sqliteCodes = {
  busy: 5,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
} as const;

/** Whether SQLite could not read or write at all, which says nothing about the content of the files. */
export function isInaccessible(error: unknown): boolean {
  const code = ((error as { errcode?: number } | undefined)?.errcode ?? 0) & 0xff;
  const { readOnly, ioError, full, cantOpen } = sqliteCodes;
  return ([readOnly, ioError, full, cantOpen] as number[]).includes(code);
}

/** Whether SQLite found damage in what it read. */
export function isCorruption(error: unknown): boolean {
  const code = ((error as { errcode?: number } | undefined)?.errcode ?? 0) & 0xff;
  return code === sqliteCodes.corrupt || code === sqliteCodes.notADatabase;
}
