import { customEndpoint } from '../aws/client/endpoint.ts';
import { isLoopback } from '../aws/client/loopback.ts';
import type { Environment } from '../aws/client/proxy.ts';
import type { Proof } from '../chain/proof.ts';
import { CredentialError } from '../credentials/errors.ts';
import { obtainToken } from '../credentials/obtain.ts';
import { registryOf } from '../credentials/registry.ts';
import { parseRoleMap } from '../credentials/roles.ts';
import type { Token } from '../credentials/token.ts';
import { asPulled, parseReference, type Reference } from '../names/reference.ts';
import { MemoryContentStore } from '../oci/client/content-store.ts';
import { RegistryError } from '../oci/client/errors.ts';
import { pullImage } from '../oci/client/pull.ts';
import { registryMessage } from '../oci/client/registry-message.ts';
import { Repository, type RepositoryOptions } from '../oci/client/repository.ts';
import { discard } from '../oci/client/transport.ts';
import type { Platform } from '../oci/platform.ts';
import { withoutSecrets } from '../symptoms/secrets.ts';
import { Steps } from './steps.ts';

export interface ProbeOptions {
  /** ARN of the role that is to pull. The caller must be allowed to assume it. */
  readonly role: string;
  readonly platform: Platform;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/**
 * Pulls an image as a role, without the content of its layers: of each only the first byte is requested.
 * @returns `broken` when the registry refuses, `unseen` when it cannot be asked as that role from here.
 * @throws InvalidReference for a malformed reference, CredentialError `foreignHost` for a registry that is not
 * ECR's.
 */
export async function probePull(image: string, options: ProbeOptions): Promise<Proof> {
  const steps = new Steps();
  const reference = asPulled(parseReference(image));
  const registry = registryOf(reference.domain, new Map());
  steps.holds('image-reference', `${reference.domain}/${reference.path}`);
  let token: Token;
  try {
    token = await obtainToken(registry, {
      environment: options.environment,
      hosts: new Map(),
      roles: parseRoleMap([`*=${options.role}`]),
      cacheFolder: undefined,
      signal: options.signal,
      warn: () => undefined,
    });
  } catch (error) {
    return withoutToken(steps, options.role, error);
  }
  steps.holds('token', `a token as ${options.role}`);
  return pullWith(token, reference, image, steps, options);
}

function withoutToken(steps: Steps, role: string, error: unknown): Proof {
  if (!(error instanceof CredentialError)) throw error;
  if (error.kind === 'denied') return steps.broken('iam-policy', withoutSecrets(error.message));
  const isRole = error.kind === 'assumeRole';
  return steps.unseen(isRole ? 'iam-policy' : 'token', withoutSecrets(error.message), {
    fact: `what ECR answers to ${role}`,
    permission: isRole ? `sts:AssumeRole on ${role}` : error.hint,
  });
}

async function pullWith(
  { username, password }: Token,
  reference: Reference,
  image: string,
  steps: Steps,
  { platform, environment, signal }: ProbeOptions,
): Promise<Proof> {
  const endpoint = customEndpoint('ecr', environment);
  const repositoryOptions: RepositoryOptions = {
    credentials: { username, password },
    signal,
    userAgent: 'hawser',
    // A local AWS serves every registry at its own address.
    ...(endpoint !== undefined && isLoopback(endpoint)
      ? { mirrors: () => ({ endpoint, transparent: true }) }
      : {}),
  };
  const store = new LayerlessStore();
  const repository = new Repository(reference, repositoryOptions);
  try {
    const pulled = await pullImage(image, { ...repositoryOptions, platform, store });
    steps.holds('image', pulled.digest);
    steps.holds('platform', `${pulled.platform.os}/${pulled.platform.architecture}`);
    const layers = pulled.contents.filter((digest) => store.read(digest) === undefined);
    for (const layer of layers) await touchLayer(repository, layer);
    steps.holds('layers', `${layers.length} ${layers.length === 1 ? 'layer' : 'layers'} served`);
    return steps.done();
  } catch (error) {
    return await refused(repository, reference, steps, error);
  } finally {
    repository.close();
  }
}

/** A content store that claims to have every layer, so that the pull leaves them to the probe. */
class LayerlessStore extends MemoryContentStore {
  override has(): boolean {
    return true;
  }
}

/** @throws RegistryError when the registry, or the bucket that it redirects to, refuses the layer. */
async function touchLayer(repository: Repository, digest: string): Promise<void> {
  const part = `blobs/${digest}`;
  const answer = await repository.request('GET', part, { headers: { range: 'bytes=0-0' } });
  if (answer.status <= 299) return discard(answer);
  const words = await registryMessage(answer);
  throw new RegistryError(
    'UNEXPECTED_STATUS',
    `httpReadSeeker: failed open: unexpected status code ${repository.shownUrl(part)}: ${answer.statusLine}${words === undefined ? '' : ` - Server message: ${words}`}`,
    { status: answer.status },
  );
}

async function refused(
  repository: Repository,
  reference: Reference,
  steps: Steps,
  error: unknown,
): Promise<Proof> {
  if (!(error instanceof RegistryError)) throw error;
  const words = withoutSecrets(error.message);
  if (error.code === 'UNREACHABLE' || error.code === 'CANCELLED') {
    return steps.unseen('network', words, {
      fact: 'how the registry answers',
      permission: `a route from here to ${reference.domain} and to the bucket of its layers`,
    });
  }
  if (error.code === 'NO_PLATFORM') return steps.broken('platform', words);
  const isLayer = words.includes('/blobs/');
  const more = isLayer ? '' : await wordsOf(repository, reference);
  return steps.broken(linkOf(error, isLayer), `${words}${more}`);
}

function linkOf({ status }: RegistryError, isLayer: boolean) {
  if (isLayer) return 'layers';
  return status === 404 ? 'image' : 'repository-policy';
}

/** An answer to HEAD has no body: the registry sends its message in the answer to a GET. */
async function wordsOf(repository: Repository, { tag, digest }: Reference): Promise<string> {
  const answer = await repository.request('GET', `manifests/${digest ?? tag ?? 'latest'}`);
  const words = answer.status > 299 ? await registryMessage(answer) : discard(answer);
  return words === undefined ? '' : ` - Server message: ${withoutSecrets(words)}`;
}
