/** Objects and lists down to this depth are written member by member: deeper ones are never large. */
const walkedDepth = 5;

/** Characters of a piece, about. */
const pieceSize = 1 << 16;

/**
 * The JSON text of a large value, in pieces that each take a short time to write.
 * @param value of objects without `toJSON`, lists and primitives; undefined members are omitted, as by
 *   JSON.stringify.
 */
export function* jsonPieces(value: unknown): Generator<string, void> {
  let piece = '';
  for (const part of parts(value, 0)) {
    piece += part;
    if (piece.length < pieceSize) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

function* parts(value: unknown, depth: number): Generator<string, void> {
  if (typeof value !== 'object' || value === null || depth === walkedDepth) {
    yield JSON.stringify(value) ?? 'null';
  } else if (Array.isArray(value)) {
    yield '[';
    for (const [index, item] of value.entries()) {
      if (index > 0) yield ',';
      yield* parts(item, depth + 1);
    }
    yield ']';
  } else {
    yield* members(value as Readonly<Record<string, unknown>>, depth);
  }
}

function* members(
  value: Readonly<Record<string, unknown>>,
  depth: number,
): Generator<string, void> {
  let separator = '{';
  for (const name in value) {
    const member = value[name];
    if (member === undefined) continue;
    yield `${separator}${JSON.stringify(name)}:`;
    yield* parts(member, depth + 1);
    separator = ',';
  }
  yield separator === '{' ? '{}' : '}';
}
