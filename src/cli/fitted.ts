import { wrapLines } from '../report/wrap.ts';
import { withoutCommands } from '../text/workflow-commands.ts';

/**
 * A text for people, without commands to a runner of CI, and broken at words where it goes to a terminal that is narrower.
 * What is piped has the lines that it has.
 */
export function fitted(given: string): string {
  const text = withoutCommands(given);
  const { isTTY, columns } = process.stdout;
  return isTTY && columns > 0 ? wrapLines(text, columns) : text;
}
