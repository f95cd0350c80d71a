// EKS. Times are milliseconds since the epoch.

/** Keyed by `account/region/name`. */
export interface EksClusterRecord {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly version: string;
  readonly roleArn: string;
  readonly endpoint: string;
  readonly issuer: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly clusterSecurityGroupId: string;
  readonly endpointPublicAccess: boolean;
  readonly endpointPrivateAccess: boolean;
  readonly publicAccessCidrs: readonly string[];
  readonly serviceIpv4Cidr: string;
  readonly ipFamily: string;
  readonly authenticationMode: string;
  /** Auto Mode. */
  readonly compute?: {
    readonly enabled: boolean;
    readonly nodePools: readonly string[];
    readonly nodeRoleArn?: string;
  };
  /** KMS key of the cluster's Secrets. */
  readonly secretsKeyArn?: string;
  readonly remoteNodeCidrs: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
}

/** What every part of a cluster has. Keyed by `account/region/cluster/name`. */
export interface EksPartRecord {
  readonly accountId: string;
  readonly region: string;
  readonly cluster: string;
  /** What it is found by: a name, an id, or an ARN. */
  readonly name: string;
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: number;
}

export interface NodegroupRecord extends EksPartRecord {
  readonly nodeRole: string;
  readonly subnets: readonly string[];
  readonly instanceTypes: readonly string[];
  readonly amiType: string;
  readonly capacityType: string;
  readonly version: string;
  readonly releaseVersion: string;
  readonly diskSize: number;
  readonly scaling: { readonly min: number; readonly max: number; readonly desired: number };
  readonly labels: Readonly<Record<string, string>>;
  readonly launchTemplate?: {
    readonly id?: string;
    readonly name?: string;
    readonly version?: string;
  };
}

export interface FargateProfileRecord extends EksPartRecord {
  readonly podExecutionRoleArn: string;
  readonly subnets: readonly string[];
  readonly selectors: readonly {
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  }[];
}

export interface PodIdentityAssociationRecord extends EksPartRecord {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly targetRoleArn?: string;
  readonly disableSessionTags: boolean;
}

export interface AddonRecord extends EksPartRecord {
  readonly version: string;
  readonly serviceAccountRoleArn?: string;
  readonly configurationValues?: string;
}

export interface AccessEntryRecord extends EksPartRecord {
  readonly principalArn: string;
  readonly kubernetesGroups: readonly string[];
  readonly username: string;
  readonly type: string;
}
