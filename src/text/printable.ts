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
  return eachText(value, printable);
}

/** Every text of a JSON value in one line; commands to copy stay as they are. */
export function linesOfValue<Value>(value: Value): Value {
  return eachText(value, (text, name) =>
    name === 'patch' || name === 'patches' ? text : oneLine(text),
  );
}

function oneLine(text: string): string {
  if (!text.includes('\n')) return text;
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}

/** @param change gets a text, and the name of the member that it is in; names are changed as well. */
function eachText<Value>(
  value: Value,
  change: (text: string, name?: string) => string,
  name?: string,
): Value {
  if (typeof value === 'string') return change(value, name) as Value;
  if (Array.isArray(value)) return value.map((item) => eachText(item, change, name)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    change(key),
    eachText(inner, change, key),
  ]);
  return Object.fromEntries(entries) as Value;
}
