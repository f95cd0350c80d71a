/**
 * Control characters other than line feed and tab, and the characters that change the direction of text: what
 * comes from AWS, a cluster or a file must not move the cursor or hide words on a terminal.
 */
const unprintable = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** @returns the text with such characters escaped, as `\u001b`. */
export function printable(text: string): string {
  return text.replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The same for every text in a JSON value. */
export function printableValue<Value>(value: Value): Value {
  if (typeof value === 'string') return printable(value) as Value;
  if (Array.isArray(value)) return value.map(printableValue) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    printable(key),
    printableValue(inner),
  ]);
  return Object.fromEntries(entries) as Value;
}
