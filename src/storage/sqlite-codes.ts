/** Result codes of SQLite that are told apart here (sqlite.org, "Result and Error Codes"); the low byte of `errcode`. */
export const sqliteCodes = { busy: 5, corrupt: 11, notADatabase: 26 } as const;

/** Whether SQLite found that what it read is not what was written. */
export function isCorruption(error: unknown): boolean {
  const code = ((error as { errcode?: number } | undefined)?.errcode ?? 0) & 0xff;
  return code === sqliteCodes.corrupt || code === sqliteCodes.notADatabase;
}
