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
  /**
   * Audiences that IAM's identity provider for that issuer takes: in the account of the annotated role, or else in the
   * cluster's.
   */
  readonly audiences: Fact<readonly string[]>;
  /** Id of the cluster's account; left out where the cluster was not seen. */
  readonly account?: string;
  /** A pod that runs as it; absent where none does, left out where nobody looked. */
  readonly client?: Fact<ClientFacts>;
}

/** A pod whose program pulls images by itself, as far as it decides which credentials that program finds. */
export interface ClientFacts {
  readonly pod: string;
  /** Where it runs; left out for a pod that is not bound. */
  readonly node?: string;
  /** Whether it is in the network of its node, so that no hop lies between it and the instance metadata. */
  readonly hostNetwork: boolean;
  readonly onFargate: boolean;
  /** Name of the policy controller that it is of, such as `Kyverno`; left out for other programs. */
  readonly policyController?: string;
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
