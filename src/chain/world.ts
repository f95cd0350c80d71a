import type { Platform } from '../oci/platform.ts';
import { absent, type Fact, unseen } from './fact.ts';

/**
 * All that is known about accounts, registries and the cluster: plain JSON, so that it can be stored,
 * compared and handed over. What is not in a record was never looked for, and counts as unseen.
 */
export interface World {
  /** When it was seen, ISO 8601. */
  readonly seenAt: string;
  /** True when everything there is was looked at: then what is not in a record is absent. */
  readonly complete: boolean;
  readonly roles: Facts<RoleFacts>;
  /** By ARN. */
  readonly instanceProfiles: Facts<InstanceProfileFacts>;
  /** By instance id. */
  readonly instances: Facts<InstanceFacts>;
  /** By `account/region/repository`. */
  readonly repositories: Facts<RepositoryFacts>;
  /** Policies of registries, by `account/region`. */
  readonly registryPolicies: Facts<string>;
  /** Prefixes of the repositories that a registry fills from elsewhere, by `account/region`. */
  readonly cachePrefixes: Facts<readonly string[]>;
  /** By `account/region/repository:tag` or `…@digest`. */
  readonly images: Facts<ImageFacts>;
  /** Keys of repositories of the same name in registries nearby, by the key of the one that is missing. */
  readonly elsewhere: Facts<readonly string[]>;
  readonly nodes: Facts<NodeFacts>;
  /** By `namespace/name`. */
  readonly pods: Facts<PodFacts>;
  /** By `namespace/name`. */
  readonly secrets: Facts<SecretFacts>;
  /** By node, or `this machine`. Nothing is missing where nobody kept any: they add to what is known. */
  readonly credentialRuns: Facts<readonly CredentialRunFacts[]>;
}

export type Facts<Value> = Readonly<Record<string, Fact<Value>>>;

/** A role: everything that decides what it may do. By ARN. */
export interface RoleFacts {
  readonly arn: string;
  readonly trust: string;
  readonly policies: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly tags: Readonly<Record<string, string>>;
}

export interface NamedPolicy {
  /** Name of an inline policy, ARN of a managed one. */
  readonly name: string;
  readonly document: string;
}

export interface InstanceProfileFacts {
  /** ARN of the role in it, if it has one. */
  readonly role?: string;
}

export interface InstanceFacts {
  readonly accountId: string;
  /** ARN of the profile, if the instance has one. */
  readonly instanceProfile?: string;
}

export interface RepositoryFacts {
  readonly policy: Fact<string>;
  /** Resource tags. */
  readonly tags: Fact<Readonly<Record<string, string>>>;
  /** Tags of its images. */
  readonly imageTags: Fact<readonly string[]>;
}

export interface ImageFacts {
  readonly digest: string;
  /** Only an active image can be pulled (ECR User Guide, "Archiving images"). */
  readonly status: 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING';
  readonly mediaType: string;
  /** What it runs on; empty when the image does not say. */
  readonly platforms: Fact<readonly Platform[]>;
  /** Layers and configuration that the registry cannot deliver. */
  readonly missingBlobs: Fact<readonly string[]>;
}

export interface NodeFacts {
  readonly name: string;
  /** Whose machine it is, where the node says so (label `hawser.dev/account`); EKS nodes don't. */
  readonly accountId?: string;
  /** Such as `aws:///us-east-1a/i-0abc…`. */
  readonly providerId: string;
  readonly platform: Platform;
  readonly ready: boolean;
  /** Whether the kubelet runs a credential provider, and how often its plugins failed. */
  readonly credentialProvider: Fact<{ readonly configured: boolean; readonly failures: number }>;
  /** Names of the images that lie on the node. */
  readonly images: readonly string[];
}

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
  /** Warnings of the kubelet about its images, the latest last. */
  readonly events?: readonly string[];
  readonly imagePullSecrets: readonly string[];
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
  readonly imagePullPolicy: string;
  /** Whether it runs, so that its image was pulled. */
  readonly running?: boolean;
  /** Why it waits, in the kubelet's words. */
  readonly waiting?: { readonly reason: string; readonly message: string };
}

/** What a pull secret holds, without its secrets. */
export interface SecretFacts {
  readonly type: string;
  /** What it has an entry for; undefined when it can't be read as a docker config. */
  readonly registries?: readonly SecretEntry[];
}

export interface SecretEntry {
  /** The key of the entry as it is written: a registry or a path prefix, which may hold globs. */
  readonly location: string;
  readonly username: string;
  /** What the registry said to this entry; unseen when nobody asked it. */
  readonly accepted: Fact<{ readonly status: number; readonly message: string }>;
}

/** A run of a credential program that was kept: one that failed, or the first that worked again. */
export interface CredentialRunFacts {
  /** ISO 8601. */
  readonly at: string;
  /** Image or registry that credentials were wanted for; empty when it did not come to that. */
  readonly wanted: string;
  /** `namespace/name`, where a service account asked for itself. */
  readonly serviceAccount?: string;
  readonly failure?: {
    readonly code: string;
    readonly link: string;
    readonly message: string;
    readonly fix: string;
  };
}

type Kind = Exclude<keyof World, 'seenAt' | 'complete'>;
type ValueOf<Name extends Kind> = World[Name] extends Facts<infer Value> ? Value : never;

/** Looks a fact up; what nobody looked for is unseen, unless the world is complete. */
export function lookUp<Name extends Kind>(
  world: World,
  kind: Name,
  key: string,
  fact: string,
  permission: string,
): Fact<ValueOf<Name>> {
  const facts = world[kind] as Facts<ValueOf<Name>>;
  const found = Object.hasOwn(facts, key) ? facts[key] : undefined;
  return found ?? (world.complete ? absent : unseen(fact, permission));
}

export const emptyWorld: World = {
  seenAt: '1970-01-01T00:00:00.000Z',
  complete: false,
  roles: {},
  instanceProfiles: {},
  instances: {},
  repositories: {},
  registryPolicies: {},
  cachePrefixes: {},
  images: {},
  elsewhere: {},
  nodes: {},
  pods: {},
  secrets: {},
  credentialRuns: {},
};
