/**
 * Why a text is not a valid wildcard pattern; undefined when it is valid. `\*` and `\\` stand for the
 * characters themselves. Positions count bytes from the opening quote of the JSON text, as in Event Ruler.
 */
export function refusesWildcard(pattern: string): string | undefined {
  const wrong = /^((?:[^*\\]|\\[*\\]|\*(?!\*))*)(\*\*|\\(?![*\\]))/.exec(pattern);
  if (wrong === null) return undefined;
  const what = wrong[2] === '**' ? 'Consecutive wildcard characters' : 'Invalid escape character';
  return `${what} at pos ${Buffer.byteLength(wrong[1] ?? '') + 1}`;
}

/** `*` matches any characters; in linear time, whatever the text. */
export function matchesWildcard(value: string, pattern: string): boolean {
  const [first = '', ...rest] = piecesOf(pattern);
  const last = rest.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = value.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
}

/** Parsed patterns, cached: each is matched against many texts. */
const known = new Map<string, readonly string[]>();
const mostKnown = 1_000;

/** What stands between the wildcards, with escapes resolved. */
function piecesOf(pattern: string): readonly string[] {
  const found = known.get(pattern);
  if (found !== undefined) return found;
  if (known.size >= mostKnown) known.clear();
  const pieces = [''];
  for (const [token] of pattern.matchAll(/\\[*\\]|./gs)) {
    if (token === '*') pieces.push('');
    else pieces.push((pieces.pop() ?? '') + (token.length === 2 ? token.slice(1) : token));
  }
  known.set(pattern, pieces);
  return pieces;
}
