import type { Readable } from 'node:stream';
import type { Environment } from '../../aws/client/proxy.ts';
import { recordFailure, stateFolder } from '../failures/ring.ts';
import { obtainToken } from '../obtain.ts';
import { asFailure, type ProgramResult, readAll, wholeTimeLimit, within } from '../run.ts';
import { type Flags, readSettings } from '../settings.ts';
import { parseRequest } from './protocol.ts';
import { provide } from './provide.ts';

export interface ProviderProcess extends Flags {
  readonly stdin: Readable;
  readonly environment: Environment;
  /** A service account without a role gets nothing; also HAWSER_REQUIRE_ROLE=true. */
  readonly requireRole?: boolean;
  /** Milliseconds for the whole. */
  readonly timeLimit?: number;
}

/**
 * One run of the credential provider, from stdin to exit code.
 * @returns on success one line for stdout; on failure nothing for stdout and one line for stderr.
 */
export async function runCredentialProvider(run: ProviderProcess): Promise<ProgramResult> {
  const { environment } = run;
  const warnings: string[] = [];
  let wanted = '';
  try {
    const line = await within(run.timeLimit ?? wholeTimeLimit, async (signal) => {
      const settings = readSettings(environment, run);
      const request = parseRequest(await readAll(run.stdin));
      wanted = request.image;
      const warn = (failure: unknown) => void warnings.push(`${asFailure(failure).sentence()}\n`);
      return provide(request, {
        hosts: settings.hosts,
        defaultRoleArn: environment.AWS_ECR_ROLE_ARN,
        requireRole: run.requireRole === true || environment.HAWSER_REQUIRE_ROLE === 'true',
        obtain: (registry, pod) => obtainToken(registry, { ...settings, pod, signal, warn }),
      });
    });
    return { exitCode: 0, stdout: `${line}\n`, stderr: warnings.join('') };
  } catch (error) {
    const failure = asFailure(error);
    const about = { program: 'credential-provider', wanted } as const;
    await recordFailure(stateFolder(environment), failure, about);
    return { exitCode: 1, stdout: '', stderr: `${failure.sentence()}\n` };
  }
}
