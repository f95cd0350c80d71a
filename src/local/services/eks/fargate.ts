import { randomUUID } from 'node:crypto';
import type { Operation } from '../../core/service.ts';
import { eksArn } from '../../eks/clusters.ts';
import type { FargateProfileRecord } from '../../state.ts';
import {
  deletePart,
  onCluster,
  type Paging,
  type Part,
  pageOf,
  partsOf,
  placeOf,
  putPart,
  requireCluster,
  requirePart,
} from './cluster-parts.ts';
import { eksErrors } from './errors.ts';
import type { FargateProfile, Outputs } from './outputs.generated.ts';

const fargateProfiles: Part<FargateProfileRecord> = {
  collection: ({ fargateProfiles: all }) => all,
  arnType: 'fargateprofile',
  missing: (name) => `No Fargate Profile found with name: ${name}.`,
};

interface ListOf extends Paging {
  readonly clusterName: string;
}

function renderProfile(profile: FargateProfileRecord, status = 'ACTIVE'): FargateProfile {
  return {
    fargateProfileName: profile.name,
    fargateProfileArn: profile.arn,
    clusterName: profile.cluster,
    createdAt: new Date(profile.createdAt),
    podExecutionRoleArn: profile.podExecutionRoleArn,
    subnets: profile.subnets,
    selectors: profile.selectors,
    status,
    tags: profile.tags,
    health: { issues: [] },
  };
}

interface CreateProfile {
  readonly clusterName: string;
  readonly fargateProfileName: string;
  readonly podExecutionRoleArn: string;
  readonly subnets?: readonly string[];
  readonly selectors?: FargateProfileRecord['selectors'];
  readonly tags?: Readonly<Record<string, string>>;
}

const createProfile = onCluster<CreateProfile, Outputs['CreateFargateProfile']>(
  'CreateFargateProfile',
  undefined,
  () => undefined,
  (input, call) => {
    const { clusterName: cluster, fargateProfileName: name } = input;
    const place = placeOf(call);
    if (partsOf(fargateProfiles, call, cluster).some((profile) => profile.name === name)) {
      throw eksErrors.inUse('A Fargate Profile already exists with this name in this cluster.');
    }
    const made = putPart<FargateProfileRecord>(fargateProfiles, call, {
      ...place,
      cluster,
      name,
      arn: eksArn(place, `fargateprofile/${cluster}/${name}/${randomUUID()}`),
      createdAt: call.now,
      podExecutionRoleArn: input.podExecutionRoleArn,
      subnets: input.subnets ?? requireCluster(call, cluster).subnetIds,
      selectors: input.selectors ?? [],
      tags: input.tags ?? {},
    });
    return { fargateProfile: renderProfile(made, 'CREATING') };
  },
);

interface OneProfile {
  readonly clusterName: string;
  readonly fargateProfileName: string;
}

const nameOfProfile = ({ fargateProfileName }: OneProfile): string => fargateProfileName;

const describeProfile = onCluster<OneProfile, Outputs['DescribeFargateProfile']>(
  'DescribeFargateProfile',
  fargateProfiles,
  nameOfProfile,
  ({ clusterName, fargateProfileName }, call) => ({
    fargateProfile: renderProfile(
      requirePart(fargateProfiles, call, clusterName, fargateProfileName),
    ),
  }),
);

const deleteProfile = onCluster<OneProfile, Outputs['DeleteFargateProfile']>(
  'DeleteFargateProfile',
  fargateProfiles,
  nameOfProfile,
  ({ clusterName, fargateProfileName }, call) => ({
    fargateProfile: renderProfile(
      deletePart(fargateProfiles, call, clusterName, fargateProfileName),
      'DELETING',
    ),
  }),
);

const listProfiles = onCluster<ListOf, Outputs['ListFargateProfiles']>(
  'ListFargateProfiles',
  undefined,
  () => undefined,
  (input, call) => {
    const { items, nextToken } = pageOf(partsOf(fargateProfiles, call, input.clusterName), input);
    return { fargateProfileNames: items.map(({ name }) => name), nextToken };
  },
);

export const fargateOperations: Readonly<Record<string, Operation>> = {
  CreateFargateProfile: createProfile,
  DescribeFargateProfile: describeProfile,
  DeleteFargateProfile: deleteProfile,
  ListFargateProfiles: listProfiles,
};
