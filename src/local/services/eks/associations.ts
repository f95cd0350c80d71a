import { randomBytes } from 'node:crypto';
import type { Operation } from '../../core/service.ts';
import { eksArn } from '../../eks/clusters.ts';
import type { PodIdentityAssociationRecord } from '../../state.ts';
import {
  deletePart,
  onCluster,
  type Paging,
  type Part,
  pageOf,
  partsOf,
  placeOf,
  putPart,
  requirePart,
} from './cluster-parts.ts';
import { eksErrors } from './errors.ts';
import type { Outputs, PodIdentityAssociation } from './outputs.generated.ts';

const associations: Part<PodIdentityAssociationRecord> = {
  collection: ({ podIdentityAssociations }) => podIdentityAssociations,
  arnType: 'podidentityassociation',
  missing: (name) => `The association ID ${name} does not exist.`,
};

function render(one: PodIdentityAssociationRecord): PodIdentityAssociation {
  return {
    clusterName: one.cluster,
    namespace: one.namespace,
    serviceAccount: one.serviceAccount,
    roleArn: one.roleArn,
    associationArn: one.arn,
    associationId: one.name,
    tags: one.tags,
    createdAt: new Date(one.createdAt),
    modifiedAt: new Date(one.createdAt),
    disableSessionTags: one.disableSessionTags,
    ...(one.targetRoleArn === undefined ? {} : { targetRoleArn: one.targetRoleArn }),
  };
}

interface CreateAssociation {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly targetRoleArn?: string;
  readonly disableSessionTags?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

const create = onCluster<CreateAssociation, Outputs['CreatePodIdentityAssociation']>(
  'CreatePodIdentityAssociation',
  undefined,
  () => undefined,
  (input, call) => {
    const { clusterName: cluster, namespace, serviceAccount } = input;
    const place = placeOf(call);
    const isThere = partsOf(associations, call, cluster).some(
      (one) => one.namespace === namespace && one.serviceAccount === serviceAccount,
    );
    if (isThere) {
      throw eksErrors.inUse(
        `Association already exists: a-${serviceAccount}, for service account ${serviceAccount} in namespace ${namespace}`,
      );
    }
    const name = `a-${randomBytes(9).toString('hex').slice(0, 17)}`;
    const made = putPart<PodIdentityAssociationRecord>(associations, call, {
      ...place,
      cluster,
      name,
      arn: eksArn(place, `podidentityassociation/${cluster}/${name}`),
      createdAt: call.now,
      namespace,
      serviceAccount,
      roleArn: input.roleArn,
      ...(input.targetRoleArn === undefined ? {} : { targetRoleArn: input.targetRoleArn }),
      disableSessionTags: input.disableSessionTags ?? false,
      tags: input.tags ?? {},
    });
    return { association: render(made) };
  },
);

interface OneAssociation {
  readonly clusterName: string;
  readonly associationId: string;
}

const idOf = ({ associationId }: OneAssociation): string => associationId;

const describe = onCluster<OneAssociation, Outputs['DescribePodIdentityAssociation']>(
  'DescribePodIdentityAssociation',
  associations,
  idOf,
  ({ clusterName, associationId }, call) => ({
    association: render(requirePart(associations, call, clusterName, associationId)),
  }),
);

const remove = onCluster<OneAssociation, Outputs['DeletePodIdentityAssociation']>(
  'DeletePodIdentityAssociation',
  associations,
  idOf,
  ({ clusterName, associationId }, call) => ({
    association: render(deletePart(associations, call, clusterName, associationId)),
  }),
);

interface UpdateAssociation extends OneAssociation {
  readonly roleArn?: string;
  readonly targetRoleArn?: string;
  readonly disableSessionTags?: boolean;
}

const update = onCluster<UpdateAssociation, Outputs['UpdatePodIdentityAssociation']>(
  'UpdatePodIdentityAssociation',
  associations,
  idOf,
  (input, call) => {
    const known = requirePart(associations, call, input.clusterName, input.associationId);
    const changed = putPart<PodIdentityAssociationRecord>(associations, call, {
      ...known,
      roleArn: input.roleArn ?? known.roleArn,
      disableSessionTags: input.disableSessionTags ?? known.disableSessionTags,
      ...(input.targetRoleArn === undefined ? {} : { targetRoleArn: input.targetRoleArn }),
    });
    return { association: render(changed) };
  },
);

interface ListAssociations extends Paging {
  readonly clusterName: string;
  readonly namespace?: string;
  readonly serviceAccount?: string;
}

const list = onCluster<ListAssociations, Outputs['ListPodIdentityAssociations']>(
  'ListPodIdentityAssociations',
  undefined,
  () => undefined,
  (input, call) => {
    const wanted = partsOf(associations, call, input.clusterName).filter(
      ({ namespace, serviceAccount }) =>
        (input.namespace ?? namespace) === namespace &&
        (input.serviceAccount ?? serviceAccount) === serviceAccount,
    );
    const { items, nextToken } = pageOf(wanted, input);
    return {
      associations: items.map((one) => ({
        clusterName: one.cluster,
        namespace: one.namespace,
        serviceAccount: one.serviceAccount,
        associationArn: one.arn,
        associationId: one.name,
      })),
      nextToken,
    };
  },
);

export const associationOperations: Readonly<Record<string, Operation>> = {
  CreatePodIdentityAssociation: create,
  DescribePodIdentityAssociation: describe,
  DeletePodIdentityAssociation: remove,
  UpdatePodIdentityAssociation: update,
  ListPodIdentityAssociations: list,
};
