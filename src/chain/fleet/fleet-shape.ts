import { count, fact, isObject, list, moment, object, oneOf, record, text } from '../shape.ts';
import { emptyWorld, kindsByNeed } from '../world.ts';
import { worldComplaint } from '../world-shape.ts';

const expiry = object({ at: moment, action: oneOf('EXPIRE', 'TRANSITION'), rulePriority: count });
const rest = object({
  expiries: record(fact(object({ images: record(expiry) }))),
  needs: list(object({ fact: text, permission: text })),
  pods: record(object({ labels: record(text) })),
});

/** @returns what is wrong with a fleet from a file, naming the field; undefined when nothing is. */
export function fleetComplaint(value: unknown): string | undefined {
  const complaint = rest(value, 'fleet');
  if (complaint !== undefined || !isObject(value)) return complaint;
  const ofWorld = worldComplaint(value.world);
  if (ofWorld !== undefined) return `fleet.${ofWorld}`;
  for (const [key, pod] of Object.entries(value.pods as object)) {
    const { own } = pod as { own?: unknown };
    if (own === undefined) continue;
    if (!isObject(own)) return `fleet.pods.${key}.own is not an object`;
    for (const [container, facts] of Object.entries(own)) {
      const wrong = ownComplaint(facts);
      if (wrong !== undefined) return `fleet.pods.${key}.own.${container}: ${wrong}`;
    }
  }
  return undefined;
}

/** Facts of a pull's own may not say when the world was seen, or that it is complete. */
function ownComplaint(facts: unknown): string | undefined {
  if (!isObject(facts)) return 'it is not an object';
  const other = Object.keys(facts).find((name) => !kinds.has(name));
  return other === undefined
    ? worldComplaint({ ...emptyWorld, ...facts })
    : `${other} is no kind of fact`;
}

const { seenAt: _seenAt, complete: _complete, ...records } = emptyWorld;
const kinds: ReadonlySet<string> = new Set([...Object.keys(records), ...kindsByNeed]);
