const strings = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g;

/**
 * Whether a key occurs twice in one object of a JSON text. JSON.parse keeps the last of them and says
 * nothing; in a policy that is a syntax error (IAM User Guide, "Grammar of the IAM JSON policy
 * language"), and the one that was dropped may be the Deny.
 *
 * @param value what JSON.parse made of the text
 */
export function repeatsKey(text: string, value: unknown): boolean {
  let written = 0;
  // In JSON a colon follows a string only where the string is a key.
  for (const [, colon] of text.matchAll(strings)) if (colon !== undefined) written++;
  return written !== countKeys(value);
}

/** Without recursion, for nobody limits how deep a line nests. */
function countKeys(value: unknown): number {
  let count = 0;
  const open: unknown[] = [value];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (typeof one !== 'object' || one === null) continue;
    const inner = Object.values(one);
    if (!Array.isArray(one)) count += inner.length;
    for (const each of inner) open.push(each);
  }
  return count;
}
