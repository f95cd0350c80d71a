const weights = new WeakMap<object, number>();

/** What a value costs beside its text: a name, quotes, a place in memory. */
const perValue = 16;

/** From this weight on a part is remembered: a later version of its object may share it. */
const worthKeeping = 4096;

/**
 * About how many bytes an object takes in memory and as JSON, without writing it as JSON. Control characters, which
 * take up to six bytes there, count as one. Known at once for an object that was asked for before; of a changed copy only
 * what it does not share with another object is looked at.
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

/** A member of an object. Its own members are looked at without recursion: they may be nested deeply. */
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
