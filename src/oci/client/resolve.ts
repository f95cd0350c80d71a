import { Digester, isDigest } from '../digest.ts';
import { type Descriptor, maxManifestSize } from '../manifest.ts';
import { isSchema1Type, mediaTypes } from '../media-types.ts';
import { RegistryError } from './errors.ts';
import type { Repository } from './repository.ts';
import { type Answer, discard } from './transport.ts';

/** What containerd says it accepts when it resolves. */
export const resolveAccept = [
  mediaTypes.dockerManifest,
  mediaTypes.dockerManifestList,
  mediaTypes.ociManifest,
  mediaTypes.ociIndex,
  '*/*',
].join(', ');

/** Largest manifest that containerd resolves to (MaxManifestSize; the factors are its own). */
const maxResolved = 4 * 1048 * 1048;

/**
 * Finds out which manifest a tag or digest stands for: HEAD, and when the answer lacks the digest or the
 * length, GET (containerd: dockerResolver.Resolve).
 * @param name the reference as errors name it.
 * @param object tag or digest.
 * @throws RegistryError in containerd's words.
 */
export async function resolve(
  repository: Repository,
  name: string,
  object: string,
): Promise<Descriptor> {
  const part = `manifests/${object}`;
  const head = await ask(repository, 'HEAD', part);
  discard(head);
  if (head.status === 404) {
    throw new RegistryError('NOT_FOUND', `${name}: not found`, { status: 404 });
  }
  if (head.status > 299) throw unexpected(repository, 'HEAD', part, head);
  const found = isDigest(object) ? object : headerDigest(head);
  const length = lengthOf(head);
  if (found !== undefined && length !== undefined) {
    return sized(name, { digest: found, size: length, mediaType: typeOf(head) });
  }
  return sized(name, await readOut(repository, part, found));
}

async function ask(repository: Repository, method: 'HEAD' | 'GET', part: string): Promise<Answer> {
  try {
    return await repository.request(method, part, { headers: { accept: resolveAccept } });
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'UNAUTHORIZED') {
      throw error.during(
        'pull access denied, repository does not exist or may require authorization',
      );
    }
    throw error;
  }
}

/** Reads the manifest itself, to learn the digest and the size that the headers did not tell. */
async function readOut(
  repository: Repository,
  part: string,
  known: string | undefined,
): Promise<Descriptor> {
  const answer = await ask(repository, 'GET', part);
  if (answer.status > 299) {
    discard(answer);
    throw unexpected(repository, 'GET', part, answer);
  }
  const digester = new Digester();
  let size = 0;
  for await (const piece of answer.body as AsyncIterable<Buffer>) {
    digester.update(piece);
    size += piece.byteLength;
    if (size > maxResolved) break;
  }
  return { digest: known ?? digester.digest(), size, mediaType: typeOf(answer) };
}

function sized(name: string, descriptor: Descriptor): Descriptor {
  if (isSchema1Type(descriptor.mediaType)) {
    throw new RegistryError(
      'PROTOCOL',
      `not implemented: media type "${descriptor.mediaType}" is no longer supported since containerd v2.0, please rebuild the image as "${mediaTypes.dockerManifest}" or "${mediaTypes.ociManifest}"`,
    );
  }
  if (descriptor.size > Math.max(maxResolved, maxManifestSize)) {
    throw new RegistryError(
      'NOT_FOUND',
      `rejecting ${descriptor.size} byte manifest for ${name}: not found`,
    );
  }
  return descriptor;
}

function headerDigest({ headers }: Answer): string | undefined {
  const value = headers['docker-content-digest'];
  if (typeof value !== 'string' || value === '') return undefined;
  if (isDigest(value)) return value;
  throw new RegistryError(
    'PROTOCOL',
    `${JSON.stringify(value.slice(0, 160))} in header not a valid digest: invalid checksum digest format`,
  );
}

function lengthOf({ headers }: Answer): number | undefined {
  const length = Number(headers['content-length'] ?? Number.NaN);
  return Number.isSafeInteger(length) && length >= 0 ? length : undefined;
}

function typeOf({ headers }: Answer): string {
  const type = headers['content-type']?.split(';')[0]?.trim() ?? '';
  // As containerd: registries that say text/plain serve schema 1.
  return type === 'text/plain' ? mediaTypes.dockerSchema1 : type;
}

function unexpected(
  repository: Repository,
  method: string,
  part: string,
  answer: Answer,
): RegistryError {
  return new RegistryError(
    'UNEXPECTED_STATUS',
    `unexpected status from ${method} request to ${repository.shownUrl(part)}: ${answer.statusLine}`,
    { status: answer.status },
  );
}
