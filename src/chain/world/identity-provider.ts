import type { Place } from './place.ts';

/** An OIDC identity provider of IAM. By ARN. */
export interface IdentityProviderFacts {
  /** Audiences that it takes. */
  readonly clientIds: readonly string[];
}

export function identityProviderAt(arn: string): Place<'identityProviders'> {
  return {
    kind: 'identityProviders',
    key: arn,
    fact: `identity provider ${arn}`,
    permission: `iam:GetOpenIDConnectProvider on ${arn}`,
  };
}
