/** Headers of every answer of the registry. */
export const commonHeaders = { 'docker-distribution-api-version': 'registry/2.0' } as const;
