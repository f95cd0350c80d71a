/** A fence that is longer than any in the text. */
export function fenced(text: string): string[] {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, text, fence, ''];
}

/** The same in a cell of a table. */
export function cell(text: string): string {
  return escaped(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** Escapes a text for Markdown. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]#]/g, '\\$&').replaceAll(/\s*\n\s*/g, ' ');
}
