import { appendFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../aws/client/proxy.ts';
import { type CredentialError, failures } from '../errors.ts';

/** A failure as it is kept: what stderr said, and when and for which image. Never a token. */
export interface FailureRecord {
  /** ISO 8601. */
  readonly at: string;
  readonly program: 'credential-provider' | 'docker-helper' | 'login';
  /** Image or registry that credentials were wanted for. */
  readonly wanted: string;
  readonly code: string;
  readonly link: string;
  readonly message: string;
  readonly fix: string;
}

const fileName = 'credential-failures.jsonl';
const kept = 50;
/** Bytes from which the file is cut down to the records that are kept. */
const trimFrom = 64 * 1024;

/**
 * Where state is kept: HAWSER_STATE_DIR, the user's own state folder, or the machine's when there is no
 * user, as for a kubelet (XDG Base Directory Specification; Filesystem Hierarchy Standard).
 */
export function stateFolder(environment: Environment): string {
  const { HAWSER_STATE_DIR, XDG_STATE_HOME, HOME } = environment;
  if (HAWSER_STATE_DIR) return HAWSER_STATE_DIR;
  if (XDG_STATE_HOME) return join(XDG_STATE_HOME, 'hawser');
  return HOME ? join(HOME, '.local', 'state', 'hawser') : '/var/lib/hawser';
}

/**
 * Keeps a failure for the doctor, because the kubelet throws it away. Does nothing where it can't write:
 * the failure itself has been told already.
 */
export async function recordFailure(
  folder: string,
  error: CredentialError,
  about: Pick<FailureRecord, 'program' | 'wanted'>,
): Promise<void> {
  const { code, link, fix } = failures[error.kind];
  const message = error.message.replace(/\s+/g, ' ').slice(0, 2_000);
  const wanted = about.wanted.slice(0, 500);
  const at = new Date().toISOString();
  const record: FailureRecord = { at, program: about.program, wanted, code, link, message, fix };
  const path = join(folder, fileName);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await appendFile(path, `${JSON.stringify(record)}\n`, { mode: 0o600 });
    if ((await stat(path)).size > trimFrom) await trim(path);
  } catch {
    // A read-only or full disk must not hide the failure that is being told.
  }
}

/** @returns the failures that are kept, the latest last; none where there is no file. */
export async function readFailures(folder: string): Promise<FailureRecord[]> {
  const text = await readFile(join(folder, fileName), 'utf8').catch(() => '');
  return text
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as FailureRecord];
      } catch {
        return [];
      }
    })
    .slice(-kept);
}

async function trim(path: string): Promise<void> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n').slice(-kept);
  const temporary = `${path}.${process.pid}.new`;
  await writeFile(temporary, `${lines.join('\n')}\n`, { mode: 0o600 });
  await rename(temporary, path);
}
