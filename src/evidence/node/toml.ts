/** What stands at a path of a document; undefined where nothing does. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) =>
      typeof found === 'object' && found !== null && Object.hasOwn(found, name)
        ? (found as Record<string, unknown>)[name]
        : undefined,
    value,
  );
}

/** A table; an empty one where there is none. */
export function tableIn(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const found = at(value, name);
  return typeof found === 'object' && found !== null && !Array.isArray(found)
    ? (found as Record<string, unknown>)
    : {};
}

export function textIn(value: unknown, name: string): string | undefined {
  const found = at(value, name);
  return typeof found === 'string' ? found : undefined;
}

export function numberIn(value: unknown, name: string): number | undefined {
  const found = at(value, name);
  return typeof found === 'number' ? found : undefined;
}

export function textsIn(value: unknown, name: string): string[] {
  const found = at(value, name);
  return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
}
