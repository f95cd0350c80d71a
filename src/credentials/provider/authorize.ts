import type { EcrHost } from '../../ecr/hosts.ts';
import { asProviderError } from './aws-errors.ts';
import { ProviderError } from './errors.ts';
import type { WebIdentity } from './provide.ts';
import type { Registry } from './registry.ts';
import type { AuthorizationData } from './token.ts';

/** Region of ECR Public's API, the only one in which it answers authorization requests. */
const publicRegion = 'us-east-1';
const sessionName = 'ecr-credential-provider';
/** Milliseconds; with the SDK's three attempts this stays under the whole's limit in the usual cases. */
const requestTimeout = 15_000;
const connectionTimeout = 5_000;

export interface AuthorizeOptions {
  /** Ends all requests: the kubelet kills a plugin after 60 seconds, without a word. */
  readonly signal: AbortSignal;
  /** An endpoint is given by AWS_ENDPOINT_URL or AWS_ENDPOINT_URL_ECR: the SDK refuses to combine it with FIPS. */
  readonly customEndpoint: boolean;
}

/**
 * Asks AWS for a registry's authorization token with the SDK's default credential chain, or as the
 * service account's role. The SDK is loaded here: a refused request never pays for it.
 * @throws ProviderError
 */
export async function authorize(
  registry: Registry,
  identity: WebIdentity | undefined,
  options: AuthorizeOptions,
): Promise<AuthorizationData | undefined> {
  const region = registry.kind === 'private' ? registry.ecr.region : publicRegion;
  const credentials = identity && (await assumeRole(identity, region, options));
  const shared = {
    region,
    requestHandler: { requestTimeout, connectionTimeout, throwOnRequestTimeout: true },
    ...(credentials === undefined ? {} : { credentials }),
  };
  try {
    return registry.kind === 'private'
      ? await privateToken(registry.ecr, shared, options)
      : await publicToken(shared, options);
  } catch (error) {
    throw asProviderError(error, options.signal);
  }
}

async function privateToken(
  host: EcrHost,
  shared: object,
  { signal, customEndpoint }: AuthorizeOptions,
): Promise<AuthorizationData | undefined> {
  const { ECRClient, GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
  // A FIPS or dual-stack host is answered by the API endpoint of its kind; in an isolated VPC or on an
  // IPv6-only node the other one may not be reachable.
  const variant = customEndpoint
    ? {}
    : {
        ...(host.fips ? { useFipsEndpoint: true } : {}),
        ...(host.dualStack ? { useDualstackEndpoint: true } : {}),
      };
  const client = new ECRClient({ ...shared, ...variant });
  const command = new GetAuthorizationTokenCommand({});
  const answer = await client.send(command, { abortSignal: signal });
  return answer.authorizationData?.[0];
}

async function publicToken(
  shared: object,
  { signal }: AuthorizeOptions,
): Promise<AuthorizationData | undefined> {
  const { ECRPUBLICClient, GetAuthorizationTokenCommand } = await import(
    '@aws-sdk/client-ecr-public'
  );
  const client = new ECRPUBLICClient(shared);
  const command = new GetAuthorizationTokenCommand({});
  return (await client.send(command, { abortSignal: signal })).authorizationData;
}

async function assumeRole(
  { roleArn, token }: WebIdentity,
  region: string,
  { signal }: AuthorizeOptions,
): Promise<{ accessKeyId: string; secretAccessKey: string; sessionToken: string }> {
  const { STSClient, AssumeRoleWithWebIdentityCommand } = await import('@aws-sdk/client-sts');
  const client = new STSClient({ region });
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    WebIdentityToken: token,
  });
  try {
    const { Credentials: issued } = await client.send(command, { abortSignal: signal });
    return {
      accessKeyId: issued?.AccessKeyId ?? '',
      secretAccessKey: issued?.SecretAccessKey ?? '',
      sessionToken: issued?.SessionToken ?? '',
    };
  } catch (error) {
    const failure = asProviderError(error, signal);
    if (failure.kind === 'unreachable' || failure.kind === 'tooSlow') throw failure;
    throw new ProviderError('assumeRole', `failed to assume role: ${failure.message}`, {
      cause: error,
    });
  }
}
