import type { Dialect } from '../../distribution/dialect.ts';
import { DistributionError } from '../../distribution/errors.ts';

const pages: Dialect['pages'] = {
  usual: 100,
  // Seen in ECR's answers to a larger `n`.
  most: 1_000,
  refuse(bound) {
    // Clients recognise the limit by this text: Renovate asks again with 1000.
    const constraint = `Member must have value ${bound}`;
    const message = `Invalid parameter at 'maxResults' failed to satisfy constraint: '${constraint}'`;
    return new DistributionError(405, 'UNSUPPORTED', message);
  },
};

/** How ECR differs from the specification; `--fidelity spec` turns most of it off. */
export const dialects: Readonly<Record<'ecr' | 'spec', Dialect>> = {
  ecr: {
    pieceTaken: 201,
    listType: 'text/plain; charset=utf-8',
    // ECR sends the digest only where the client asked by digest, or with HEAD.
    tellsDigestOfTag: false,
    pages,
  },
  spec: { pieceTaken: 202, listType: 'application/json', tellsDigestOfTag: true, pages },
};
