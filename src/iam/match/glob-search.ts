import { ANY, type Glob, STAR } from './glob.ts';

/**
 * A matcher for a glob that is compared with many texts. The parts between its stars are searched one after the other,
 * each at the first place where it is found; without `?` the search is the engine's own, which takes a hundredth of the
 * time of comparing code units where a text nearly matches everywhere.
 */
export function globSearch(glob: Glob): (text: string) => boolean {
  const [first = anything, ...others] = partsOf(glob);
  const last = others.pop();
  if (last === undefined) return (text) => text.length === first.length && first.isAt(text, 0);
  return (text) => {
    const end = text.length - last.length;
    if (end < first.length || !first.isAt(text, 0) || !last.isAt(text, end)) return false;
    let at = first.length;
    for (const part of others) {
      const found = part.find(text, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= end;
  };
}

/** What stands between two stars. */
interface Part {
  readonly length: number;
  isAt(text: string, at: number): boolean;
  /** @returns the first place from `from`; negative for none. */
  find(text: string, from: number): number;
}

const anything = literal([]);

function partsOf(glob: Glob): readonly Part[] {
  const parts: number[][] = [[]];
  for (const code of glob) {
    if (code === STAR) parts.push([]);
    else parts.at(-1)?.push(code);
  }
  return parts.map((codes) => (codes.includes(ANY) ? withAny(codes) : literal(codes)));
}

function literal(codes: readonly number[]): Part {
  const words = codes.map((code) => String.fromCharCode(code)).join('');
  return {
    length: words.length,
    isAt: (text, at) => text.startsWith(words, at),
    find: (text, from) => text.indexOf(words, from),
  };
}

function withAny(codes: readonly number[]): Part {
  const { length } = codes;
  const isAt = (text: string, at: number): boolean =>
    at + length <= text.length &&
    codes.every((code, index) => code === ANY || code === text.charCodeAt(at + index));
  return {
    length,
    isAt,
    find(text, from) {
      for (let at = from; at + length <= text.length; at++) if (isAt(text, at)) return at;
      return -1;
    },
  };
}
