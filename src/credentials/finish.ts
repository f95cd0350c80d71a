import type { ProgramResult } from './run.ts';

/** Ends this process as a program of the credentials room wants it; nothing left open delays the caller. */
export function finish({ stdout, stderr, exitCode }: ProgramResult): void {
  const shown =
    process.stderr.isTTY && stderr !== '' && !stderr.endsWith('\n') ? `${stderr}\n` : stderr;
  process.stderr.write(shown, () => {
    process.stdout.write(stdout, () => process.exit(exitCode));
  });
}
