import { Digester, parseDigest } from '../digest.ts';
import type { Descriptor } from '../manifest.ts';
import { isManifestType } from '../media-types.ts';
import { RegistryError } from './errors.ts';
import { registryMessage } from './registry-message.ts';
import type { Repository } from './repository.ts';
import type { Answer } from './transport.ts';

/**
 * Fetches content by digest, passing on its pieces as they arrive; fails at the end when they do not match the
 * descriptor (containerd: dockerFetcher.Fetch and the content store's commit).
 * @param onPiece receives each piece; the pieces are verified only once the promise has resolved.
 * @throws RegistryError with containerd's message.
 */
export async function fetchContent(
  repository: Repository,
  descriptor: Descriptor,
  onPiece: (piece: Buffer) => void = () => {},
): Promise<void> {
  const answer = await open(repository, descriptor).catch((error: unknown) => {
    throw error instanceof RegistryError
      ? error.during('failed to copy: httpReadSeeker: failed open')
      : error;
  });
  const digester = new Digester(parseDigest(descriptor.digest).algorithm);
  let size = 0;
  try {
    for await (const piece of answer.body as AsyncIterable<Buffer>) {
      size += piece.byteLength;
      if (size > descriptor.size) break;
      digester.update(piece);
      onPiece(piece);
    }
  } catch (cause) {
    throw new RegistryError('UNREACHABLE', 'failed to copy: unexpected EOF', { cause });
  }
  verify(descriptor, size, digester.digest());
}

async function open(repository: Repository, { mediaType, digest }: Descriptor): Promise<Answer> {
  const part = `${isManifestType(mediaType) ? 'manifests' : 'blobs'}/${digest}`;
  const accept = mediaType === '' ? '*/*' : `${mediaType}, */*`;
  const answer = await repository.request('GET', part, { headers: { accept } });
  if (answer.status <= 299) return answer;
  const message = await registryMessage(answer);
  if (answer.status === 404) {
    throw new RegistryError(
      'NOT_FOUND',
      isManifestType(mediaType)
        ? `content at ${repository.shownUrl(part)} not found: not found`
        : `could not fetch content descriptor ${digest} (${mediaType}) from remote: not found`,
      { status: 404 },
    );
  }
  throw new RegistryError(
    'UNEXPECTED_STATUS',
    `unexpected status code ${repository.shownUrl(part)}: ${answer.statusLine}${message === undefined ? '' : ` - Server message: ${message}`}`,
    { status: answer.status },
  );
}

function verify({ digest, size, mediaType }: Descriptor, received: number, actual: string): void {
  const ref = `${isManifestType(mediaType) ? 'manifest' : 'layer'}-${digest}`;
  if (received !== size) {
    throw new RegistryError(
      'CONTENT_MISMATCH',
      `failed to copy: failed commit on ref "${ref}": "${ref}" failed size validation: ${received} != ${size}: failed precondition`,
    );
  }
  if (actual !== digest) {
    throw new RegistryError(
      'CONTENT_MISMATCH',
      `failed to copy: failed commit on ref "${ref}": unexpected commit digest ${actual}, expected ${digest}: failed precondition`,
    );
  }
}
