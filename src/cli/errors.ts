import { CommanderError } from 'commander';
import { log, logInternalError } from '../log/log.ts';

/** What a user should do about a failure; every error that reaches the command line may carry one. */
interface Advised {
  readonly code?: unknown;
  readonly hint?: unknown;
}

/**
 * Reports a failure and sets exit code 1. In JSON mode the report is JSON on stdout, else one line on
 * stderr. An error without a code is a defect of Hawser's own, and says so.
 */
export function reportError(error: unknown, argv: readonly string[]): void {
  if (error instanceof CommanderError) {
    reportMisuse(error, argv);
    return;
  }
  const { code, hint } = (typeof error === 'object' && error !== null ? error : {}) as Advised;
  const message = error instanceof Error ? error.message : String(error);
  const known = typeof code === 'string' && error instanceof Error;
  if (wantsJson(argv)) {
    printJson(known ? code : 'INTERNAL', message, hint ?? '');
  } else {
    const advice = typeof hint === 'string' && hint !== '' ? `\n  ${hint}` : '';
    if (known) log(`${message}${advice}`);
    else logInternalError(commandOf(argv).join(' '), error);
  }
  process.exitCode = 1;
}

/** The parser of the command line has told people by itself; help and version are no failure. */
function reportMisuse({ code, exitCode, message }: CommanderError, argv: readonly string[]): void {
  process.exitCode = exitCode;
  if (exitCode === 0 || !wantsJson(argv)) return;
  // Asked for a group of commands alone, it has no message but this.
  const text = message === '(outputHelp)' ? 'a command is missing' : message;
  const words = commandOf(argv);
  const known = code === 'commander.unknownCommand' ? words.slice(0, -1) : words;
  printJson('USAGE', text.replace(/^error: /, ''), `see ${known.join(' ')} --help`);
}

function printJson(code: string, message: string, hint: unknown): void {
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

/** The command without its arguments, as far as it can be told from them. */
function commandOf(argv: readonly string[]): string[] {
  const words = argv.slice(2);
  const end = words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));
  return ['hawser', ...(end < 0 ? words : words.slice(0, end))];
}
