import { isDigest } from '../../names/digest.ts';
import { Digester } from '../digest.ts';
import { type Descriptor, maxManifestSize } from '../manifest.ts';
import { isSchema1Type, mediaTypes } from '../media-types.ts';
import { noBasicAuth } from './authorizer.ts';
import { type Dialect, refusedWhileResolving } from './dialect.ts';
import { RegistryError } from './errors.ts';
import type { Repository } from './repository.ts';
import { type Answer, discard } from './transport.ts';

/** The media types that containerd accepts when it resolves. */
export const resolveAccept = [
  mediaTypes.dockerManifest,
  mediaTypes.dockerManifestList,
  mediaTypes.ociManifest,
  mediaTypes.ociIndex,
  '*/*',
].join(', ');

/** Largest manifest that containerd resolves (MaxManifestSize; the factors are its own). */
const maxResolved = 4 * 1048 * 1048;

type Answered = Pick<Answer, 'status' | 'statusLine'>;

/**
 * Resolves a tag or digest to a manifest: HEAD, and when the answer lacks the digest or the length, GET
 * (containerd: dockerResolver.Resolve).
 * @param name the reference as errors name it.
 * @param object tag or digest.
 * @param dialect the version whose messages are used.
 * @throws RegistryError with containerd's message.
 */
export async function resolve(
  repository: Repository,
  name: string,
  object: string,
  dialect: Dialect = 'containerd-1.7',
): Promise<Descriptor> {
  const part = `manifests/${object}`;
  const refused = (method: 'HEAD' | 'GET', { status, statusLine }: Answered) =>
    new RegistryError(
      'UNEXPECTED_STATUS',
      refusedWhileResolving(
        dialect,
        { method, url: repository.shownUrl(part), object },
        statusLine,
      ),
      { status },
    );
  const ask = async (method: 'HEAD' | 'GET'): Promise<Answer> => {
    try {
      return await repository.request(method, part, { headers: { accept: resolveAccept } });
    } catch (error) {
      if (!(error instanceof RegistryError) || error.code !== 'UNAUTHORIZED') throw error;
      if (dialect === 'containerd-1.6' && error.message === noBasicAuth) {
        throw refused(method, { status: 401, statusLine: '401 Unauthorized' });
      }
      throw error.during(
        'pull access denied, repository does not exist or may require authorization',
      );
    }
  };
  const head = await ask('HEAD');
  discard(head);
  if (head.status === 404) {
    throw new RegistryError('NOT_FOUND', `${name}: not found`, { status: 404 });
  }
  if (head.status > 299) throw refused('HEAD', head);
  const found = isDigest(object) ? object : headerDigest(head);
  const length = lengthOf(head);
  if (found !== undefined && length !== undefined) {
    return sized(name, { digest: found, size: length, mediaType: typeOf(head) });
  }
  const answer = await ask('GET');
  if (answer.status > 299) {
    discard(answer);
    throw refused('GET', answer);
  }
  return sized(name, await readOut(answer, found));
}

/** Reads the manifest itself, for the digest and the size that the headers lack. */
async function readOut(answer: Answer, known: string | undefined): Promise<Descriptor> {
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
  // As in containerd: registries that answer text/plain serve schema 1.
  return type === 'text/plain' ? mediaTypes.dockerSchema1 : type;
}
