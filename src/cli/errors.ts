/** What a user should do about a failure; every error that reaches the command line may carry one. */
interface Advised {
  readonly code?: unknown;
  readonly hint?: unknown;
}

/**
 * Reports a failure and sets exit code 1. With `-o json` the report is JSON on stdout, else one line on
 * stderr. An error without a code is a defect of Hawser's own, and says so.
 */
export function reportError(error: unknown, argv: readonly string[]): void {
  const { code, hint } = (typeof error === 'object' && error !== null ? error : {}) as Advised;
  const message = error instanceof Error ? error.message : String(error);
  const known = typeof code === 'string' && error instanceof Error;
  if (wantsJson(argv)) {
    const body = { code: known ? code : 'INTERNAL', message, hint: hint ?? '' };
    process.stdout.write(`${JSON.stringify({ error: body })}\n`);
  } else {
    const advice = typeof hint === 'string' && hint !== '' ? `\n  ${hint}` : '';
    process.stderr.write(`hawser: ${message}${advice}\n`);
    if (!known && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  }
  process.exitCode = 1;
}

function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, index) =>
      word === '-ojson' ||
      word === '--output=json' ||
      ((word === '-o' || word === '--output') && argv[index + 1] === 'json'),
  );
}
