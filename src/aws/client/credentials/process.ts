import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { CallError } from '../errors.ts';
import { readCredentials } from './document.ts';
import type { CredentialSource, SourceContext } from './source.ts';

/** Milliseconds for the program. */
const timeout = 30_000;

/** A program that prints credentials (`credential_process`). Its output never appears in an error. */
export function processSource(command: string, context: SourceContext): CredentialSource {
  return {
    identity: async () => `process:${createHash('sha256').update(command).digest('hex')}`,
    credentials: () =>
      new Promise((resolve, reject) => {
        const { environment, signal } = context;
        const options = { env: { ...environment }, signal, timeout, maxBuffer: 1024 * 1024 };
        const child = execFile('/bin/sh', ['-c', command], options, (cause, stdout) => {
          try {
            if (cause === null) resolve(readCredentials(stdout, 'the credential_process'));
            else reject(failed(cause.code ?? cause.signal));
          } catch (error) {
            reject(error as Error);
          }
        });
        child.stdin?.end();
      }),
  };
}

/** The cause is not kept: it repeats the command line, which may contain secrets. */
function failed(how: unknown): CallError {
  return new CallError('NO_CREDENTIALS', `the credential_process failed (${how})`);
}
