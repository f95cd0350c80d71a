import type { Readable } from 'node:stream';
import type { Environment } from '../../aws/client/proxy.ts';
import { CredentialError } from '../errors.ts';
import { defaultKubeconfig } from '../event/options.ts';
import { stateFolder } from '../failures/places.ts';
import { keepRecovery } from '../failures/ring.ts';
import { obtainToken } from '../obtain.ts';
import { keepFailure, tellFailure } from '../report-failure.ts';
import {
  asFailure,
  keptInTime,
  type ProgramResult,
  readAll,
  wholeTimeLimit,
  within,
} from '../run.ts';
import { type Flags, readSettings } from '../settings.ts';
import { parseRequest } from './protocol.ts';
import { provide } from './provide.ts';
import { holderOf, type TokenHolder } from './service-account.ts';

export interface ProviderProcess extends Flags {
  readonly stdin: Readable;
  readonly environment: Environment;
  /** A service account without a role gets no credentials; also HAWSER_REQUIRE_ROLE=true. */
  readonly requireRole?: boolean;
  /** Failures are reported as Kubernetes events; also HAWSER_EVENT=true. */
  readonly event?: boolean;
  /** Kubeconfig for events; also HAWSER_KUBECONFIG. */
  readonly kubeconfig?: string | undefined;
  /** Name of this node for events; also HAWSER_NODE_NAME. */
  readonly nodeName?: string | undefined;
  /** Time limit of a run, in milliseconds. */
  readonly timeLimit?: number;
}

/**
 * One run of the credential provider, from stdin to exit code.
 * @returns on success one line for stdout; on failure nothing for stdout and one line for stderr.
 */
export async function runCredentialProvider(run: ProviderProcess): Promise<ProgramResult> {
  const { environment } = run;
  const warnings: string[] = [];
  let about: { wanted: string; serviceAccount?: string } = { wanted: '' };
  let holder: TokenHolder | undefined;
  try {
    const line = await within(run.timeLimit ?? wholeTimeLimit, async (signal) => {
      const settings = readSettings(environment, run);
      const request = parseRequest(await readAll(run.stdin));
      holder = holderOf(request.serviceAccountToken ?? '');
      about = { wanted: request.image, ...(holder && { serviceAccount: accountOf(holder) }) };
      const warn = (failure: unknown) => void warnings.push(`${asFailure(failure).sentence()}\n`);
      return provide(request, {
        hosts: settings.hosts,
        defaultRoleArn: environment.AWS_ECR_ROLE_ARN,
        requireRole: run.requireRole === true || environment.HAWSER_REQUIRE_ROLE === 'true',
        obtain: (registry, pod) => obtainToken(registry, { ...settings, pod, signal, warn }),
      });
    });
    await keptInTime(keepRecovery(stateFolder(environment), { program, ...about }));
    return { exitCode: 0, stdout: `${line}\n`, stderr: warnings.join('') };
  } catch (error) {
    const failure = whyFailed(asFailure(error), about.wanted);
    const untold = await report(failure, { program, ...about }, run, holder);
    const note = untold === '' ? '' : ` (${untold.replace(/\s+/g, ' ')})`;
    // Without a line break: the kubelet appends stderr to its own log line.
    return { exitCode: 1, stdout: '', stderr: `${failure.sentence()}${note}` };
  }
}

/** A caller that does not end its request is not AWS's fault. */
function whyFailed(failure: CredentialError, wanted: string): CredentialError {
  if (failure.kind !== 'tooSlow' || wanted !== '') return failure;
  return new CredentialError('request', 'stdin does not end');
}

const program = 'credential-provider';

/** @returns why a requested event was not written, if so. */
async function report(
  failure: CredentialError,
  about: { readonly program: typeof program; readonly wanted: string },
  run: ProviderProcess,
  holder: TokenHolder | undefined,
): Promise<string> {
  const { environment } = run;
  if (run.event === true || environment.HAWSER_EVENT === 'true') {
    return tellFailure(failure, about, environment, {
      holder,
      kubeconfig: run.kubeconfig || environment.HAWSER_KUBECONFIG || defaultKubeconfig,
      nodeName: run.nodeName || environment.HAWSER_NODE_NAME,
    });
  }
  await keptInTime(keepFailure(failure, about, environment));
  return '';
}

function accountOf({ namespace, serviceAccount }: TokenHolder): string {
  return `${namespace}/${serviceAccount}`;
}
