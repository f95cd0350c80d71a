import { createHash, type Hash } from 'node:crypto';
import { OciError } from './errors.ts';

export type DigestAlgorithm = 'sha256' | 'sha512';

/** A parsed content digest, such as `sha256:9f86d0…`. */
export interface Digest {
  readonly algorithm: DigestAlgorithm;
  readonly hex: string;
}

/** Registered algorithms and the number of lower-case hex digits each needs (OCI image-spec, descriptor.md). */
const hexLength: Readonly<Record<DigestAlgorithm, number>> = { sha256: 64, sha512: 128 };

const shape = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):([a-zA-Z0-9=_-]+)$/;

/**
 * Takes a digest apart.
 * @throws OciError DIGEST_INVALID when the text is no digest, DIGEST_UNSUPPORTED when its algorithm is unknown.
 */
export function parseDigest(text: string): Digest {
  const match = shape.exec(text);
  if (match === null) throw invalid(text);
  const [, algorithm = '', hex = ''] = match;
  if (!isAlgorithm(algorithm)) {
    throw new OciError(
      'DIGEST_UNSUPPORTED',
      `unsupported digest algorithm: ${algorithm}`,
      'Use a sha256 or sha512 digest.',
    );
  }
  if (hex.length !== hexLength[algorithm] || !/^[a-f0-9]+$/.test(hex)) throw invalid(text);
  return { algorithm, hex };
}

/** @returns whether `text` is a digest that this program can verify. */
export function isDigest(text: string): boolean {
  const [algorithm = '', hex = '', ...rest] = text.split(':');
  return (
    rest.length === 0 &&
    isAlgorithm(algorithm) &&
    hex.length === hexLength[algorithm] &&
    /^[a-f0-9]+$/.test(hex)
  );
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

function isAlgorithm(name: string): name is DigestAlgorithm {
  return Object.hasOwn(hexLength, name);
}

function invalid(text: string): OciError {
  return new OciError(
    'DIGEST_INVALID',
    `invalid checksum digest format: ${JSON.stringify(text.slice(0, 160))}`,
    'A digest is sha256: and 64 lower-case hex digits (or sha512: and 128).',
  );
}
