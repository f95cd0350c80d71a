const underWay = new WeakMap<object, Map<string, Promise<void>>>();

/** Runs some work once for all concurrent callers; they share its outcome. */
export function once(owner: object, key: string, work: () => Promise<void>): Promise<void> {
  const flights = underWay.get(owner) ?? new Map<string, Promise<void>>();
  underWay.set(owner, flights);
  const known = flights.get(key);
  if (known !== undefined) return known;
  const flight = work().finally(() => flights.delete(key));
  flights.set(key, flight);
  return flight;
}
