import type { Readable } from 'node:stream';
import type { Environment } from '../../aws/client/proxy.ts';
import { stateFolder } from '../failures/places.ts';
import { keepRecovery } from '../failures/ring.ts';
import { keepFailure } from '../report-failure.ts';
import { asFailure, keptInTime, type ProgramResult, readAll, within } from '../run.ts';
import { readSettings } from '../settings.ts';
import { dockerCacheFolder } from './cache-folder.ts';
import { operations } from './helper.ts';
import { ClientText, hostOfServer } from './protocol.ts';

export interface HelperProcess {
  readonly args: readonly string[];
  readonly stdin: Readable;
  readonly environment: Environment;
  readonly version: string;
  /** Time limit of a run, in milliseconds. */
  readonly timeLimit?: number;
}

/** In milliseconds: a user is waiting at a terminal. */
const defaultTimeLimit = 30_000;
const program = 'docker-helper';
const usage = 'Usage: docker-credential-hawser <store|get|erase|list|version>\n';

/**
 * One run of the docker credential helper. A failure goes to stdout, as the protocol requires, and to stderr:
 * docker ignores a failing helper's stdout and continues without credentials, but every client passes stderr on
 * to its user (docker-credential-helpers: client/command.go).
 */
export async function runDockerHelper(run: HelperProcess): Promise<ProgramResult> {
  const [name = '', ...more] = run.args;
  if (name === 'version' || name === '--version') {
    return done(`docker-credential-hawser (hawser) ${run.version}\n`);
  }
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined || more.length > 0) return { ...done(usage), exitCode: 1 };
  const warnings: string[] = [];
  let input = '';
  try {
    const stdout = await within(run.timeLimit ?? defaultTimeLimit, async (signal) => {
      const cacheFolder = dockerCacheFolder(run.environment);
      const settings = { ...readSettings(run.environment), cacheFolder };
      input = name === 'list' ? '' : await readAll(run.stdin);
      const warn = (failure: unknown) => void warnings.push(`${asFailure(failure).sentence()}\n`);
      return operation(input, { settings, signal, warn });
    });
    if (name === 'get') {
      const wanted = hostOfServer(input.trim());
      await keptInTime(keepRecovery(stateFolder(run.environment), { program, wanted }));
    }
    return { ...done(stdout === '' ? '' : `${stdout}\n`), stderr: warnings.join('') };
  } catch (error) {
    if (error instanceof ClientText) return { ...done(`${error.message}\n`), exitCode: 1 };
    const failure = asFailure(error);
    const wanted = name === 'get' || name === 'erase' ? hostOfServer(input.trim()) : name;
    await keptInTime(keepFailure(failure, { program, wanted }, run.environment));
    const line = `${failure.sentence()}\n`;
    return { exitCode: 1, stdout: line, stderr: line };
  }
}

function done(stdout: string): ProgramResult {
  return { exitCode: 0, stdout, stderr: '' };
}
