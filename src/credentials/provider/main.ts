import type { Readable } from 'node:stream';
import { authorize } from './authorize.ts';
import { ProviderError } from './errors.ts';
import { parseRequest } from './protocol.ts';
import { provide } from './provide.ts';
import { parseHostMap } from './registry.ts';

export interface ProviderProcess {
  readonly stdin: Readable;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Mappings `HOST=ECR_HOST`, from flags. */
  readonly maps: readonly string[];
  /** Milliseconds; less than the kubelet's 60 seconds, so that the reason still gets out. */
  readonly timeLimit?: number;
}

export interface ProviderResult {
  readonly exitCode: 0 | 1;
  readonly stdout: string;
  readonly stderr: string;
}

const defaultTimeLimit = 50_000;
const maxInput = 1024 * 1024;

/**
 * One run of the credential provider, from stdin to exit code.
 * @returns on success one line for stdout; on failure nothing for stdout and one line for stderr.
 */
export async function runCredentialProvider(run: ProviderProcess): Promise<ProviderResult> {
  const limit = AbortSignal.timeout(run.timeLimit ?? defaultTimeLimit);
  try {
    const line = await Promise.race([answer(run, limit), timeOut(limit)]);
    return { exitCode: 0, stdout: `${line}\n`, stderr: '' };
  } catch (error) {
    const failure =
      error instanceof ProviderError
        ? error
        : new ProviderError('api', (error as Error).message, { cause: error });
    return { exitCode: 1, stdout: '', stderr: `${failure.line()}\n` };
  }
}

async function answer(run: ProviderProcess, signal: AbortSignal): Promise<string> {
  const { environment } = run;
  const mapped = environment.HAWSER_REGISTRY_HOSTS?.split(',').filter(Boolean) ?? [];
  const request = parseRequest(await readAll(run.stdin));
  const customEndpoint = Boolean(environment.AWS_ENDPOINT_URL_ECR || environment.AWS_ENDPOINT_URL);
  return provide(request, {
    hosts: parseHostMap([...mapped, ...run.maps]),
    defaultRoleArn: environment.AWS_ECR_ROLE_ARN,
    now: Date.now,
    authorize: (registry, identity) => authorize(registry, identity, { signal, customEndpoint }),
  });
}

async function readAll(stdin: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stdin as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(piece);
    size += bytes.byteLength;
    if (size > maxInput) throw new ProviderError('request', 'stdin is larger than 1 MiB');
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString();
}

/** Some steps of the SDK's credential chain heed no signal; this one does not wait for them. */
function timeOut(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new ProviderError('tooSlow', 'no answer from AWS in time')),
    );
  });
}
