import { printable } from '../text/printable.ts';
import { withoutCommands } from '../text/workflow-commands.ts';

/** Receives a line for people, without a line break at its end. */
export type TakeLine = (line: string) => void;

const toStderr: TakeLine = (line) => void process.stderr.write(`${line}\n`);
let take = toStderr;

/**
 * Writes a line for people to stderr, as `hawser: …`.
 * @param text without the prefix; control characters in it are escaped, and what a runner of CI would take for a command.
 */
export function log(text: string): void {
  take(withoutCommands(`hawser: ${printable(text)}`));
}

/** What to do about a failure that is Hawser's own. */
export const internalErrorHint =
  'This is a defect of Hawser: report it with the file that hawser collect -o bundle.json writes.';

/** Writes that Hawser itself is at fault: what failed, where, and what to do about it. */
export function logInternalError(what: string, error: unknown): void {
  log(internalErrorText(what, error));
}

/**
 * @param what failed, such as `GET /_hawser/world`: no secrets, and no query of a URL.
 * @returns what logInternalError writes, for components that have a log of their own.
 */
export function internalErrorText(what: string, error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  return `internal error: ${what} failed: ${stack}\n  ${internalErrorHint}`;
}

/**
 * Redirects lines that would go to stderr: `local up` does so to suppress repeats.
 * @param wrap makes the new destination from the current one.
 * @returns a function that restores the current one.
 */
export function takeLines(wrap: (before: TakeLine) => TakeLine): () => void {
  const before = take;
  take = wrap(before);
  return () => {
    take = before;
  };
}
