/** For an option that may be given several times: its values in the order in which they were given. */
export function repeatable(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
