// What ECR remembers of registries. Times are milliseconds since the epoch.
import type { Tags } from './iam.ts';

/** A private registry's own settings. Keyed by `account/region`. */
export interface RegistryRecord {
  readonly policy?: string;
  /** Account settings that were changed, by name. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly replication?: readonly ReplicationRuleRecord[];
  readonly scanning?: ScanningConfigurationRecord;
  readonly signing?: readonly SigningRuleRecord[];
}

export interface ReplicationRuleRecord {
  readonly destinations: readonly { readonly region: string; readonly registryId: string }[];
  readonly repositoryFilters?: readonly FilterRecord[];
}

export interface ScanningConfigurationRecord {
  readonly scanType: 'BASIC' | 'ENHANCED';
  readonly rules: readonly {
    readonly scanFrequency: string;
    readonly repositoryFilters: readonly FilterRecord[];
  }[];
}

export interface SigningRuleRecord {
  readonly signingProfileArn: string;
  readonly repositoryFilters?: readonly FilterRecord[];
}

export interface FilterRecord {
  readonly filter: string;
  readonly filterType: string;
}

/** Keyed by `account/region prefix`. */
export interface PullThroughCacheRuleRecord {
  readonly registryId: string;
  readonly ecrRepositoryPrefix: string;
  readonly upstreamRegistryUrl: string;
  readonly upstreamRegistry: string;
  readonly upstreamRepositoryPrefix?: string;
  readonly credentialArn?: string;
  readonly customRoleArn?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** When a cached tag was last compared with its upstream. Keyed by repository key, blank, tag. */
export interface UpstreamCheckRecord {
  readonly checkedAt: number;
}

/** Keyed by `account/region prefix`. */
export interface CreationTemplateRecord {
  readonly prefix: string;
  readonly description?: string;
  readonly encryption: { readonly encryptionType: string; readonly kmsKey?: string };
  readonly tags: Tags;
  readonly tagMutability: string;
  readonly mutabilityFilters: readonly FilterRecord[];
  readonly repositoryPolicy?: string;
  readonly lifecyclePolicy?: string;
  readonly appliedFor: readonly string[];
  readonly customRoleArn?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Whose pulls leave no pull time. Keyed by `account/region ARN`. */
export interface PullTimeExclusionRecord {
  readonly principalArn: string;
  readonly createdAt: number;
}
