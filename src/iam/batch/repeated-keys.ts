const backslash = 0x5c;
const colon = 0x3a;

/**
 * Whether a key occurs twice in one object of a JSON text. JSON.parse keeps the last one without an error; in a
 * policy that is a syntax error (IAM User Guide, "Grammar of the IAM JSON policy language"), and the dropped
 * one may be the Deny.
 *
 * @param value the result of JSON.parse for the text
 */
export function repeatsKey(text: string, value: unknown): boolean {
  return keysWritten(text) !== keysKept(value);
}

/** In JSON a colon follows a string only where the string is a key. */
function keysWritten(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at)) {
    at = endOfString(text, at);
    while (isSpace(text.charCodeAt(at))) at++;
    if (text.charCodeAt(at) === colon) count++;
  }
  return count;
}

/** The position after the quote that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charCodeAt(before - 1) === backslash) before--;
  return (at - before) % 2 === 1;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Without recursion, because the nesting of a line is not limited. */
function keysKept(value: unknown): number {
  let count = 0;
  const open: object[] = [];
  const look = (one: unknown): void => {
    if (typeof one === 'object' && one !== null) open.push(one);
  };
  look(value);
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (Array.isArray(one)) {
      for (const item of one) look(item);
      continue;
    }
    for (const key of Object.keys(one)) {
      count++;
      look((one as Record<string, unknown>)[key]);
    }
  }
  return count;
}
