import type { Fact } from '../fact.ts';
import type { Place } from './place.ts';

export interface PodFacts {
  readonly namespace: string;
  readonly name: string;
  readonly node?: string;
  readonly serviceAccount: string;
  readonly containers: readonly ContainerFacts[];
  /** What made the pod, such as a Deployment; left out for a pod of its own. */
  readonly owner?: OwnerFacts;
  /** The role in the service account's annotation of IRSA, which is for the pod's own SDK. */
  readonly serviceAccountRole?: string;
  /**
   * Roles that no pull of it takes, and to which the pull may have been allowed by mistake: looked for where the role
   * that does pull lacks the grant.
   */
  readonly otherRoles?: readonly OtherRole[];
  /** Keys of the annotations of its service account; left out where that was not seen. */
  readonly serviceAccountAnnotations?: readonly string[];
  /** The role in the annotation `eks.amazonaws.com/ecr-role-arn`, with which a kubelet may pull by a token of the account. */
  readonly pullRole?: PullRoleFacts;
  /** The Fargate profile that it runs under, and its pod execution role. */
  readonly fargate?: FargateFacts;
  /** Warnings of the kubelet about its images, the latest last. */
  readonly events?: readonly string[];
  readonly imagePullSecrets: readonly string[];
  /** Of a workload that has no pod: what the API server said when one was to be created. */
  readonly refusal?: Fact<string>;
}

export interface FargateFacts {
  readonly profile: string;
  /** ARN. */
  readonly role: Fact<string>;
}

export interface PullRoleFacts {
  /** ARN. */
  readonly role: string;
  /** The cluster's issuer of tokens, without its scheme. */
  readonly issuer: Fact<string>;
  /** Audiences that IAM's identity provider for that issuer takes, in the role's account. */
  readonly audiences: Fact<readonly string[]>;
}

export interface OtherRole {
  /**
   * Whose it is: the service account's, by IRSA or EKS Pod Identity; the one that EKS has for the nodes of the managed node
   * group, or of Auto Mode, that the pod's node is of; or the cluster's own.
   */
  readonly of: 'service account' | 'node group' | 'auto mode' | 'cluster';
  /** Name of the service account, the node group or the cluster. */
  readonly name: string;
  /** ARN; absent where there is none. */
  readonly role: Fact<string>;
}

export interface OwnerFacts {
  /** Such as `Deployment`. */
  readonly kind: string;
  readonly name: string;
  /** Whether it has an earlier revision to go back to. */
  readonly hasEarlierRevision?: boolean;
}

export interface ContainerFacts {
  readonly name: string;
  readonly image: string;
  /** In the template that the pod was made from, where that names another one. */
  readonly templateImage?: string;
  readonly imagePullPolicy: string;
  /** Whether it runs, so that its image was pulled. */
  readonly running?: boolean;
  /** Whether it ran and has ended, so that its image was pulled. */
  readonly ended?: boolean;
  /** Why it waits, in the kubelet's words. */
  readonly waiting?: { readonly reason: string; readonly message: string };
}

export function podAt(namespace: string, name: string): Place<'pods'> {
  const key = `${namespace}/${name}`;
  const permission = `get pods in namespace ${namespace}`;
  return { kind: 'pods', key, fact: `pod ${key}`, permission };
}
