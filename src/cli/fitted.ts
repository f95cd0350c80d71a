import { wrapLines } from '../report/wrap.ts';

/** A text for people, broken at words where it goes to a terminal that is narrower. What is piped stays as it is. */
export function fitted(text: string): string {
  const { isTTY, columns } = process.stdout;
  return isTTY && columns > 0 ? wrapLines(text, columns) : text;
}
