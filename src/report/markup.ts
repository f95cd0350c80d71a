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

/** Text that Markdown takes as it is. Whom it names with `@` is not notified: a space without width stands behind it. */
export function escaped(text: string): string {
  return text
    .replaceAll(/[\\`*_<>[\]#]/g, '\\$&')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/(?<!\w)@(?=\w)/g, '@&#8203;');
}
