import type { ProgramResult } from './run.ts';

/** Ends this process as a program of the credentials room wants it; nothing left open delays the caller. */
export function finish({ stdout, stderr, exitCode }: ProgramResult): void {
  process.stderr.write(stderr, () => {
    process.stdout.write(stdout, () => process.exit(exitCode));
  });
}
