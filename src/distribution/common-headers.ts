/** What every answer of the registry says. */
export const commonHeaders = { 'docker-distribution-api-version': 'registry/2.0' } as const;
