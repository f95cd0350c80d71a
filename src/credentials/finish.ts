import type { ProgramResult } from './run.ts';

/** Ends this process without waiting for open handles, which would delay the caller. */
export function finish({ stdout, stderr, exitCode }: ProgramResult): void {
  const shown =
    process.stderr.isTTY && stderr !== '' && !stderr.endsWith('\n') ? `${stderr}\n` : stderr;
  process.stderr.write(shown, () => {
    process.stdout.write(stdout, () => process.exit(exitCode));
  });
}
