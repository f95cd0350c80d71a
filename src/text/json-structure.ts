/** How deep a JSON text may be nested, and how many values it may have. */
export interface JsonBounds {
  readonly depth: number;
  readonly values: number;
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * What of a JSON text would make its parser hold everybody up: how deeply it is nested, or how many values it has.
 * Texts in it are skipped, however long they are. @returns the reason, or undefined for one that can be parsed.
 */
export function excessOf(body: Buffer, most: JsonBounds): string | undefined {
  let [depth, values] = [0, 0];
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (byte === quote) at = endOfText(body, at);
    else if (byte === openBrace || byte === openBracket) {
      depth++;
      values++;
    } else if (byte === closeBrace || byte === closeBracket) depth--;
    else if (byte === comma) values++;
    if (depth > most.depth) return `it is nested more than ${most.depth} levels deep`;
    if (values > most.values) return `it has more than ${most.values} values`;
  }
  return undefined;
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
