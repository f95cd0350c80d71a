import type { Dialect } from '../../distribution/dialect.ts';
import { DistributionError } from '../../distribution/errors.ts';

const pages: Dialect['pages'] = {
  usual: 100,
  // Seen in ECR's answers to larger `n`.
  most: 1_000,
  refuse(bound) {
    // Clients know the limit by these words: Renovate asks again with 1000.
    const constraint = `Member must have value ${bound}`;
    const message = `Invalid parameter at 'maxResults' failed to satisfy constraint: '${constraint}'`;
    return new DistributionError(405, 'UNSUPPORTED', message);
  },
};

/** How ECR differs from the specification, and what is left of that with `--fidelity spec`. */
export const dialects: Readonly<Record<'ecr' | 'spec', Dialect>> = {
  ecr: {
    pieceTaken: 201,
    listType: 'text/plain; charset=utf-8',
    // ECR says the digest of what it sends only where the client asked by digest, or with HEAD.
    tellsDigestOfTag: false,
    pages,
  },
  spec: { pieceTaken: 202, listType: 'application/json', tellsDigestOfTag: true, pages },
};
