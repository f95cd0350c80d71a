import { createHash, type Hash } from 'node:crypto';
import { type DigestAlgorithm, hexLength, isDigestAlgorithm } from '../names/digest.ts';
import { OciError } from './errors.ts';

/** A parsed content digest, such as `sha256:9f86d0…`. */
export interface Digest {
  readonly algorithm: DigestAlgorithm;
  readonly hex: string;
}

const shape = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):([a-zA-Z0-9=_-]+)$/;

/**
 * Parses a digest.
 * @throws OciError DIGEST_INVALID when the text is not a digest, DIGEST_UNSUPPORTED when its algorithm is
 * unknown.
 */
export function parseDigest(text: string): Digest {
  const match = shape.exec(text);
  if (match === null) throw invalid(text);
  const [, algorithm = '', hex = ''] = match;
  if (!isDigestAlgorithm(algorithm)) {
    throw new OciError(
      'DIGEST_UNSUPPORTED',
      `unsupported digest algorithm: ${algorithm}`,
      'Use a sha256 or sha512 digest.',
    );
  }
  if (hex.length !== hexLength[algorithm] || !/^[a-f0-9]+$/.test(hex)) throw invalid(text);
  return { algorithm, hex };
}

/** @returns the digest of `content`, such as `sha256:9f86d0…`. */
export function digestOf(
  content: string | Uint8Array,
  algorithm: DigestAlgorithm = 'sha256',
): string {
  return `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`;
}

/** Computes a digest piece by piece, for content that is streamed. */
export class Digester {
  readonly #algorithm: DigestAlgorithm;
  readonly #hash: Hash;

  constructor(algorithm: DigestAlgorithm = 'sha256') {
    this.#algorithm = algorithm;
    this.#hash = createHash(algorithm);
  }

  update(piece: Uint8Array): void {
    this.#hash.update(piece);
  }

  /** @returns the digest of everything given so far; may be called once. */
  digest(): string {
    return `${this.#algorithm}:${this.#hash.digest('hex')}`;
  }
}

function invalid(text: string): OciError {
  return new OciError(
    'DIGEST_INVALID',
    `invalid checksum digest format: ${JSON.stringify(text.slice(0, 160))}`,
    'A digest is sha256: and 64 lower-case hex digits (or sha512: and 128).',
  );
}
