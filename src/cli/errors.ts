import { type Command, CommanderError } from 'commander';
import { internalErrorHint, log, logInternalError } from '../log/log.ts';

/** What a user should do about a failure; every error that reaches the command line may carry one. */
interface Advised {
  readonly code?: unknown;
  readonly hint?: unknown;
}

/**
 * Reports a failure and sets exit code 1. In JSON mode the report is JSON on stdout, else one line on
 * stderr. An error without a code is a defect of Hawser's own, and says so.
 * @param program the command line that failed, and `args` what it was given.
 */
export function reportError(error: unknown, program: Command, args: readonly string[]): void {
  const json = wantsJson(['', '', ...args]);
  const command = commandIn(program, args);
  if (error instanceof CommanderError) {
    reportMisuse(error, command, json);
    return;
  }
  const { code, hint } = (typeof error === 'object' && error !== null ? error : {}) as Advised;
  const message = error instanceof Error ? error.message : String(error);
  const known = typeof code === 'string' && error instanceof Error;
  const advice = typeof hint === 'string' && hint !== '' ? hint : helpOf(command);
  if (!known && json) printJson('INTERNAL', message, internalErrorHint);
  else if (!known) logInternalError(command, error);
  else if (json) printJson(code, message, advice);
  else log(`${message}\n  ${advice}`);
  process.exitCode = 1;
}

/** The parser of the command line has told people by itself; help and version are no failure. */
function reportMisuse({ exitCode, message }: CommanderError, command: string, json: boolean): void {
  process.exitCode = exitCode;
  if (exitCode === 0 || !json) return;
  // Asked for a group of commands alone, it has no message but this.
  const text = message === '(outputHelp)' ? 'a command is missing' : message;
  printJson('USAGE', text.replace(/^error: /, ''), helpOf(command));
}

function helpOf(command: string): string {
  return `see ${command} --help`;
}

function printJson(code: string, message: string, hint: string): void {
  process.stdout.write(`${JSON.stringify({ error: { code, message, hint } })}\n`);
}

/** Whether answers, and so failures, are to be JSON: by the flag, which `hawser iam` may leave out. */
export function wantsJson(argv: readonly string[]): boolean {
  const [, , command, verb] = argv;
  const asked = argv.flatMap((word, index) => {
    if (word === '-o' || word === '--output') return [argv[index + 1]];
    return /^(?:-o|--output=)(.+)$/.exec(word)?.[1] ?? [];
  });
  return (asked.at(-1) ?? (command === 'iam' && verb !== undefined ? 'json' : 'text')) === 'json';
}

/** The name of the command that the words begin with, without its arguments. */
function commandIn(program: Command, words: readonly string[]): string {
  const [word, ...rest] = words;
  const inner = program.commands.find((one) => one.name() === word);
  const name = program.name();
  return inner === undefined ? name : `${name} ${commandIn(inner, rest)}`;
}
