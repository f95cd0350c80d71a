import type { Place } from './errors.ts';

/** An AWS account that the spec names. */
export interface SpecAccount {
  readonly name: string;
  /** 12 digits. */
  readonly id: string;
  /** Where its resources are, unless they say otherwise. */
  readonly region: string;
  readonly at: Place;
}

export type MutabilitySetting =
  | 'IMMUTABLE'
  | 'MUTABLE'
  | 'IMMUTABLE_WITH_EXCLUSION'
  | 'MUTABLE_WITH_EXCLUSION';

export interface SpecRepository {
  readonly name: string;
  readonly account: SpecAccount;
  readonly region: string;
  readonly mutability: MutabilitySetting;
  /** Wildcard filters of the tags to which the opposite of the setting applies. */
  readonly exclusions: readonly string[];
  readonly scanOnPush: boolean;
  readonly encryption: { readonly type: 'AES256' | 'KMS'; readonly key?: string };
  /** The policy as ECR takes it; undefined for none. */
  readonly lifecycle: object | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly at: Place;
}

/** A pull-through cache: repositories under a prefix that ECR fills from another registry. */
export interface SpecCache {
  readonly prefix: string;
  readonly account: SpecAccount;
  readonly region: string;
  /** Host of the registry behind it, such as `registry.k8s.io`. */
  readonly upstream: string;
  /** ARN of the secret with the credentials there. */
  readonly credentials: string | undefined;
  /** Of the repositories that it makes. */
  readonly mutability: MutabilitySetting;
  readonly lifecycle: object | undefined;
  readonly at: Place;
}

/** Which runs of a CI may assume a role: the subjects of their tokens. */
export interface SpecSubjects {
  /** Exact ones, and with wildcards. */
  readonly exact: readonly string[];
  readonly like: readonly string[];
}

interface RoleBase {
  readonly name: string;
  readonly account: SpecAccount;
  readonly at: Place;
}

export interface NodeRole extends RoleBase {
  readonly kind: 'node';
  readonly instanceProfile: boolean;
  /** Regions whose registry of EKS add-ons its nodes pull from. */
  readonly regions: readonly string[];
}

export interface FederatedRole extends RoleBase {
  readonly kind: 'github-actions' | 'gitlab';
  /** Of the identity provider, such as `token.actions.githubusercontent.com`. */
  readonly issuer: string;
  readonly audience: string;
  /** What it is for, such as `octo/shop`. */
  readonly project: string;
  readonly subjects: SpecSubjects;
}

/** A role of pods or of their images' pulls, through a service account. */
export interface PodRole extends RoleBase {
  readonly kind: 'service-account';
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Issuer of the cluster's tokens, without scheme; undefined for Pod Identity. */
  readonly issuer: string | undefined;
  /** Whether the kubelet pulls with it (KEP-4412), or the pod itself has it (IRSA, Pod Identity). */
  readonly use: 'image-pull' | 'pod';
}

export type SpecRole = NodeRole | FederatedRole | PodRole;

/** Who is granted something. */
export type Grantee =
  | {
      readonly kind: 'role';
      readonly arn: string;
      readonly name: string;
      readonly accountId: string;
      /** The account, where the spec names it: then the role's own policies are part of the spec. */
      readonly account: SpecAccount | undefined;
      /** The role, where the spec makes it. */
      readonly role: SpecRole | undefined;
    }
  | { readonly kind: 'account'; readonly accountId: string }
  | { readonly kind: 'organization'; readonly id: string };

export type Access = 'pull' | 'push';

export interface SpecGrant {
  readonly access: Access;
  /** Names of repositories; `*` stands for any characters. */
  readonly patterns: readonly string[];
  /** The declared repositories that the patterns name. */
  readonly repositories: readonly SpecRepository[];
  /** The caches that they name. */
  readonly caches: readonly SpecCache[];
  readonly by: readonly Grantee[];
  /** Whether it holds on when a role is deleted and made anew. */
  readonly survivesRecreation: boolean;
  readonly at: Place;
}

/** The spec of a chain: everything read, checked, and with its defaults. */
export interface Spec {
  /** By which its resources are known: the value of their tag `hawser.dev/spec`. */
  readonly name: string;
  readonly accounts: readonly SpecAccount[];
  readonly repositories: readonly SpecRepository[];
  readonly caches: readonly SpecCache[];
  readonly roles: readonly SpecRole[];
  readonly grants: readonly SpecGrant[];
}
