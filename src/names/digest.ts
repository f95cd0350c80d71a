export type DigestAlgorithm = 'sha256' | 'sha512';

/** Registered algorithms and the number of lower-case hex digits each needs (OCI image-spec, descriptor.md). */
export const hexLength: Readonly<Record<DigestAlgorithm, number>> = { sha256: 64, sha512: 128 };

/** @returns whether `text` is a digest that this program can verify. */
export function isDigest(text: string): boolean {
  const [algorithm = '', hex = '', ...rest] = text.split(':');
  return (
    rest.length === 0 &&
    isDigestAlgorithm(algorithm) &&
    hex.length === hexLength[algorithm] &&
    /^[a-f0-9]+$/.test(hex)
  );
}

export function isDigestAlgorithm(name: string): name is DigestAlgorithm {
  return Object.hasOwn(hexLength, name);
}
