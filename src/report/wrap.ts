import { stripVTControlCharacters } from 'node:util';

/** Commands stand this far in, and stay in one line: they are copied. */
const command = /^ {6}\S/;
/** Columns behind the beginning of a line's text in which its continuation stands. */
const hanging = 4;

/** Breaks lines at words, so that none is wider than that many columns where words allow it. */
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
