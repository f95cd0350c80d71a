import { ANY, type Glob, STAR } from './glob.ts';

const COLON = 0x3a;

/**
 * Matches an ARN pattern whose segments may end in a star that runs past colons (IAM User Guide,
 * Resource: a `*` that is the last character of a segment "can expand to match beyond colon
 * boundaries"). Other wildcards stay inside their segment, up to the resource part.
 *
 * The set of places the pattern can be at is carried along the text, so the work is at most pattern
 * length times text length.
 */
export function crossingMatches(glob: Glob, text: string): boolean {
  const crossing = starsThatCross(glob);
  const resourceAt = startOfResource(glob);
  let places = closure(glob, new Set([0]));
  for (let t = 0; t < text.length && places.size > 0; t++) {
    const code = text.charCodeAt(t);
    const next = new Set<number>();
    for (const p of places) {
      const wanted = glob[p];
      const free = p >= resourceAt || code !== COLON;
      if (wanted === STAR && (free || crossing.has(p))) next.add(p);
      else if (wanted === code || (wanted === ANY && free)) next.add(p + 1);
    }
    places = closure(glob, next);
  }
  return places.has(glob.length);
}

/** A star may also stand for nothing: the place after it is open as soon as it is. */
function closure(glob: Glob, places: Set<number>): Set<number> {
  for (const p of places) if (glob[p] === STAR) places.add(p + 1);
  return places;
}

function starsThatCross(glob: Glob): Set<number> {
  const stars = new Set<number>();
  glob.forEach((code, p) => {
    const next = glob[p + 1];
    if (code === STAR && (next === COLON || next === undefined)) stars.add(p);
  });
  return stars;
}

/** The place after the fifth colon; past the end for a pattern with fewer. */
function startOfResource(glob: Glob): number {
  let colons = 0;
  for (let p = 0; p < glob.length; p++) {
    if (glob[p] === COLON && ++colons === 5) return p + 1;
  }
  return glob.length + 1;
}
