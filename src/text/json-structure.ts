/** How deep a JSON text may be nested, and how many values and names of members it may have. */
export interface JsonBounds {
  readonly depth: number;
  readonly values: number;
  readonly names?: {
    readonly most: number;
    /** Names that are not counted: a parser handles a few repeated ones well. */
    readonly besides: ReadonlySet<string>;
  };
}

const [quote, backslash, comma, colon, space] = [0x22, 0x5c, 0x2c, 0x3a, 0x20];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Whether a JSON text would block its parser for long: by its depth, or its number of values or names. The
 * content of strings is skipped, however long they are. @returns the reason, or undefined for one that can be
 * parsed.
 */
export function excessOf(body: Buffer, most: JsonBounds): string | undefined {
  let [depth, values, names] = [0, 0, 0];
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (byte === quote) {
      const end = endOfText(body, at);
      if (most.names !== undefined && isName(body, end)) {
        if (!most.names.besides.has(body.toString('latin1', at + 1, end))) names++;
        if (names > most.names.most) return `it has more than ${most.names.most} names of members`;
      }
      at = end;
    } else if (byte === openBrace || byte === openBracket) {
      depth++;
      values++;
    } else if (byte === closeBrace || byte === closeBracket) depth--;
    else if (byte === comma) values++;
    if (depth > most.depth) return `it is nested more than ${most.depth} levels deep`;
    if (values > most.values) return `it has more than ${most.values} values`;
  }
  return undefined;
}

/** Whether the text that ends there names a member. */
function isName(body: Buffer, end: number): boolean {
  let after = end + 1;
  while ((body[after] ?? colon) <= space) after++;
  return body[after] === colon;
}

/** The closing quote of the text that begins at `from`. */
function endOfText(body: Buffer, from: number): number {
  for (let end = body.indexOf(quote, from + 1); end >= 0; end = body.indexOf(quote, end + 1)) {
    let slashes = 0;
    while (body[end - 1 - slashes] === backslash) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return body.length;
}
