/** Something to look with that keeps what was seen: whoever looks at many pulls sees the same things again and again. */
export interface Remembering {
  readonly remembered?: Map<string, Promise<unknown>>;
}

/**
 * Looks once only, where what is seen is kept.
 * @param key names what is looked at, whole: the same key must mean the same look.
 */
export function once<Value>(
  { remembered }: Remembering,
  key: string,
  look: () => Promise<Value>,
): Promise<Value> {
  const kept = remembered?.get(key) as Promise<Value> | undefined;
  if (kept !== undefined) return kept;
  const seen = look();
  remembered?.set(key, seen);
  return seen;
}
