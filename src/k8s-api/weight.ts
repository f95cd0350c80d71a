const weights = new WeakMap<object, number>();

/** Overhead of a value in addition to its text: name, quotes, memory. */
const perValue = 16;

/** Parts of at least this weight are cached: a later version of the object may share them. */
const worthKeeping = 4096;

/**
 * Approximate size of an object in memory and as JSON, in bytes, without encoding it. Control characters, which take
 * up to six bytes in JSON, count as one. The weight is cached: of a changed copy, only the parts that it does not
 * share with a weighed object are visited.
 */
export function weightOf(object: object): number {
  const known = weights.get(object);
  if (known !== undefined) return known;
  let weight = perValue;
  for (const [name, inner] of Object.entries(object)) {
    weight += name.length + partWeight(inner);
  }
  weights.set(object, weight);
  return weight;
}

/** A member of an object. Its members are visited without recursion, because they may be nested deeply. */
function partWeight(part: unknown): number {
  if (typeof part !== 'object' || part === null) return ownWeight(part);
  const known = weights.get(part);
  if (known !== undefined) return known;
  const weight = measured(part);
  if (weight > worthKeeping) weights.set(part, weight);
  return weight;
}

function measured(part: object): number {
  let weight = 0;
  const open: object[] = [part];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    weight += perValue;
    const isList = Array.isArray(next);
    for (const [name, inner] of Object.entries(next)) {
      weight += isList ? String(name).length : name.length;
      if (typeof inner === 'object' && inner !== null) open.push(inner);
      else weight += ownWeight(inner);
    }
  }
  return weight;
}

function ownWeight(value: unknown): number {
  return perValue + (typeof value === 'string' ? value.length : 0);
}
