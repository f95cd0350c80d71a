import type { Fact } from '../fact.ts';
import type { Place } from './place.ts';

/** A service account, as far as it gives its pods a role of AWS. By `namespace/name`. */
export interface ServiceAccountFacts {
  /** ARN in the annotation `eks.amazonaws.com/role-arn` (IRSA). */
  readonly annotatedRole?: string;
  /** ARN of the role that EKS Pod Identity associates with it; absent where there is no association. */
  readonly associatedRole: Fact<string>;
  /** The cluster's issuer of tokens, without its scheme, such as `oidc.eks.eu-west-1.amazonaws.com/id/…`. */
  readonly issuer: Fact<string>;
  /** Audiences that IAM's identity provider for that issuer takes, in the account of the annotated role. */
  readonly audiences: Fact<readonly string[]>;
}

export function serviceAccountAt(namespace: string, name: string): Place<'serviceAccounts'> {
  const key = `${namespace}/${name}`;
  return {
    kind: 'serviceAccounts',
    key,
    fact: `service account ${key}`,
    permission: `get serviceaccounts in namespace ${namespace}`,
  };
}
