import { randomUUID } from 'node:crypto';
import type { Operation } from '../../core/service.ts';
import { eksArn } from '../../eks/clusters.ts';
import type { AddonRecord } from '../../state.ts';
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
import type { Addon, Outputs } from './outputs.generated.ts';

const addons: Part<AddonRecord> = {
  collection: ({ addons: all }) => all,
  arnType: 'addon',
  missing: (name, cluster) => `No addon: ${name} found in cluster: ${cluster}`,
};

function render(addon: AddonRecord, status = 'ACTIVE'): Addon {
  return {
    addonName: addon.name,
    clusterName: addon.cluster,
    status,
    addonVersion: addon.version,
    health: { issues: [] },
    addonArn: addon.arn,
    createdAt: new Date(addon.createdAt),
    modifiedAt: new Date(addon.createdAt),
    ...(addon.serviceAccountRoleArn === undefined
      ? {}
      : { serviceAccountRoleArn: addon.serviceAccountRoleArn }),
    ...(addon.configurationValues === undefined
      ? {}
      : { configurationValues: addon.configurationValues }),
    tags: addon.tags,
  };
}

interface OneAddon {
  readonly clusterName: string;
  readonly addonName: string;
}

interface CreateAddon extends OneAddon {
  readonly addonVersion?: string;
  readonly serviceAccountRoleArn?: string;
  readonly configurationValues?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Version of an add-on that was asked for without one: the local AWS keeps no list of them. */
const someVersion = 'v1.0.0-eksbuild.1';

const create = onCluster<CreateAddon, Outputs['CreateAddon']>(
  'CreateAddon',
  undefined,
  () => undefined,
  (input, call) => {
    const { clusterName: cluster, addonName: name } = input;
    const place = placeOf(call);
    if (partsOf(addons, call, cluster).some((addon) => addon.name === name)) {
      throw eksErrors.inUse('Addon already exists.', { clusterName: cluster, addonName: name });
    }
    const { serviceAccountRoleArn, configurationValues } = input;
    const made = putPart<AddonRecord>(addons, call, {
      ...place,
      cluster,
      name,
      arn: eksArn(place, `addon/${cluster}/${name}/${randomUUID()}`),
      createdAt: call.now,
      version: input.addonVersion ?? someVersion,
      ...(serviceAccountRoleArn === undefined ? {} : { serviceAccountRoleArn }),
      ...(configurationValues === undefined ? {} : { configurationValues }),
      tags: input.tags ?? {},
    });
    return { addon: render(made, 'CREATING') };
  },
);

const nameOf = ({ addonName }: OneAddon): string => addonName;

const describe = onCluster<OneAddon, Outputs['DescribeAddon']>(
  'DescribeAddon',
  addons,
  nameOf,
  ({ clusterName, addonName }, call) => ({
    addon: render(requirePart(addons, call, clusterName, addonName)),
  }),
);

const remove = onCluster<OneAddon, Outputs['DeleteAddon']>(
  'DeleteAddon',
  addons,
  nameOf,
  ({ clusterName, addonName }, call) => ({
    addon: render(deletePart(addons, call, clusterName, addonName), 'DELETING'),
  }),
);

const list = onCluster<Paging & { readonly clusterName: string }, Outputs['ListAddons']>(
  'ListAddons',
  undefined,
  () => undefined,
  (input, call) => {
    const { items, nextToken } = pageOf(partsOf(addons, call, input.clusterName), input);
    return { addons: items.map(({ name }) => name), nextToken };
  },
);

export const addonOperations: Readonly<Record<string, Operation>> = {
  CreateAddon: create,
  DescribeAddon: describe,
  DeleteAddon: remove,
  ListAddons: list,
};
