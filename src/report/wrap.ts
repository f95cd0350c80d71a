import { stripVTControlCharacters } from 'node:util';

/** Commands have this indentation and stay on one line: they are copied. */
const command = /^ {6}\S/;
/** Additional indentation of a continuation line, in columns. */
const hanging = 4;

/** Wraps lines between words to a width in columns, where the words allow it. */
export function wrapLines(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapLine(line, columns))
    .join('\n');
}

function wrapLine(line: string, columns: number): string[] {
  if (widthOf(line) <= columns || command.test(line)) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const further = ' '.repeat(Math.min(indent.length + hanging, Math.floor(columns / 2)));
  const lines: string[] = [];
  let current = indent;
  for (const word of line.slice(indent.length).split(/(?<=\S)(?= )/)) {
    if (widthOf(current) + widthOf(word) > columns && current.trim() !== '') {
      lines.push(current);
      current = further + word.trimStart();
    } else current += word;
  }
  return [...lines, current];
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
