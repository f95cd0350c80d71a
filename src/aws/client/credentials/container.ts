import { createHash } from 'node:crypto';
import { readRegularText } from '../../../files/read.ts';
import { CallError } from '../errors.ts';
import { exchange } from '../http.ts';
import { nearby, withRetries } from '../retry.ts';
import { readCredentials } from './document.ts';
import type { CredentialSource, SourceContext } from './source.ts';

/** Milliseconds for one request to a service on the same host. */
const timeout = 2_000;
const ecsHost = 'http://169.254.170.2';
/** Hosts that may be requested without TLS: loopback, and ECS's and EKS Pod Identity's own addresses. */
const trusted =
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|169\.254\.170\.2|169\.254\.170\.23|\[fd00:ec2::23\])$/;

/**
 * The credentials endpoint of ECS tasks and of EKS Pod Identity.
 * (AWS SDKs and Tools Reference Guide, "Container credential provider")
 */
export function containerSource(context: SourceContext): CredentialSource | undefined {
  const { environment } = context;
  const relative = environment.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;
  const full = environment.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  if (!relative && !full) return undefined;
  const address = relative ? `${ecsHost}${relative}` : (full ?? '');
  return {
    // With Pod Identity, the token in the file identifies the pod and changes with it.
    identity: async () => `container:${address}:${hash(await authorizationOf(context))}`,
    credentials: async () => ask(address, context),
  };
}

async function ask(address: string, context: SourceContext) {
  const url = checked(address);
  const authorization = await authorizationOf(context);
  const headers = { accept: 'application/json', ...(authorization ? { authorization } : {}) };
  const { status, body } = await withRetries(
    () => exchange({ method: 'GET', url, headers }, { timeout, signal: context.signal }),
    context.signal,
    nearby,
  ).catch((cause: CallError) => {
    const message = `the container credentials service does not answer: ${cause.message}`;
    throw new CallError(cause.code, message, { cause });
  });
  if (status !== 200) {
    throw new CallError(
      'NO_CREDENTIALS',
      `the container credentials service answered HTTP ${status}`,
    );
  }
  return readCredentials(body, 'the container credentials service');
}

function checked(address: string): URL {
  const url = URL.parse(address);
  if (url !== null && (url.protocol === 'https:' || trusted.test(url.hostname))) return url;
  throw new CallError(
    'NO_CREDENTIALS',
    `AWS_CONTAINER_CREDENTIALS_FULL_URI names ${url?.hostname ?? 'no URL'}, which is neither https nor a container credentials service`,
  );
}

async function authorizationOf({ environment }: SourceContext): Promise<string> {
  const file = environment.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE;
  if (!file) return environment.AWS_CONTAINER_AUTHORIZATION_TOKEN ?? '';
  try {
    return (await readRegularText(file)).trim();
  } catch (cause) {
    throw new CallError('NO_CREDENTIALS', `cannot read the authorization token in ${file}`, {
      cause,
    });
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
