import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import type { PublicAccessExclusionRecord, PublicAccessRecord } from '../../records/network.ts';
import { newId } from '../../vpc/ids.ts';
import { findIn } from '../../vpc/lookups.ts';
import { describeKind, type Filter, type Paging } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { arnOf, networkOf, placeOf, requireOne } from './kind.ts';
import { kind, subnets, vpcs } from './kinds.ts';
import { at, changes, reads } from './operation.ts';
import type {
  Outputs,
  VpcBlockPublicAccessExclusion,
  VpcBlockPublicAccessOptions,
} from './outputs.generated.ts';
import { type Tagged, tagSet, tagsFor } from './tagging.ts';

/** Source: VPC User Guide, "Block public access to VPCs and subnets". */
const exclusions = kind<PublicAccessExclusionRecord>(
  ({ publicAccessExclusions }) => publicAccessExclusions,
  'vpcbpa-exclude',
  'vpc-block-public-access-exclusion',
  'InvalidVpcBlockPublicAccessExclusionId.NotFound',
  (id) => `The VPC Block Public Access exclusion ID '${id}' does not exist`,
  {
    'resource-arn': (one) => [arnOfResource(one)],
    'internet-gateway-exclusion-mode': ({ mode }) => [mode],
    state: (one) => [stateOf(one)],
  },
);

function arnOfResource({ resourceId, ...place }: PublicAccessExclusionRecord): string {
  return arnOf(resourceId.startsWith('subnet-') ? subnets : vpcs, place, resourceId);
}

function stateOf({ createdAt, changedAt }: PublicAccessExclusionRecord) {
  return changedAt > createdAt ? 'update-complete' : 'create-complete';
}

function optionsOf(call: Call): PublicAccessRecord {
  const place = placeOf(call);
  const found = findIn(networkOf(call).publicAccess, place, 'options');
  return found ?? { ...place, id: 'options', mode: 'off', changedAt: 0, tags: {} };
}

function renderOptions({ accountId, region, mode, changedAt }: PublicAccessRecord) {
  return {
    AwsAccountId: accountId,
    AwsRegion: region,
    State: changedAt === 0 ? 'default-state' : 'update-complete',
    InternetGatewayBlockMode: mode,
    ...(changedAt === 0 ? {} : { LastUpdateTimestamp: new Date(changedAt) }),
    ManagedBy: 'account',
    ExclusionsAllowed: 'allowed',
  } satisfies VpcBlockPublicAccessOptions;
}

function render(exclusion: PublicAccessExclusionRecord): VpcBlockPublicAccessExclusion {
  return {
    ExclusionId: exclusion.id,
    InternetGatewayExclusionMode: exclusion.mode,
    ResourceArn: arnOfResource(exclusion),
    State: stateOf(exclusion),
    CreationTimestamp: new Date(exclusion.createdAt),
    LastUpdateTimestamp: new Date(exclusion.changedAt),
    Tags: tagSet(exclusion.tags),
  };
}

const describeOptions = reads<object, Outputs['DescribeVpcBlockPublicAccessOptions']>(
  'DescribeVpcBlockPublicAccessOptions',
  (_input, call) => ({ VpcBlockPublicAccessOptions: renderOptions(optionsOf(call)) }),
);

const modifyOptions = changes<
  { readonly InternetGatewayBlockMode: PublicAccessRecord['mode'] },
  Outputs['ModifyVpcBlockPublicAccessOptions']
>(
  'ModifyVpcBlockPublicAccessOptions',
  () => [{ arnType: 'vpc-block-public-access', id: '*', tags: () => ({}) }],
  ({ InternetGatewayBlockMode: mode }, call) => {
    const changed: PublicAccessRecord = { ...optionsOf(call), mode, changedAt: call.now };
    networkOf(call).publicAccess.put(networkKey(changed), changed);
    return { VpcBlockPublicAccessOptions: renderOptions(changed) };
  },
);

interface CreateExclusion extends Tagged {
  readonly VpcId?: string;
  readonly SubnetId?: string;
  readonly InternetGatewayExclusionMode: PublicAccessExclusionRecord['mode'];
}

const create = changes<CreateExclusion, Outputs['CreateVpcBlockPublicAccessExclusion']>(
  'CreateVpcBlockPublicAccessExclusion',
  ({ VpcId, SubnetId }) => [
    at(exclusions),
    ...(VpcId === undefined ? [] : [at(vpcs, VpcId)]),
    ...(SubnetId === undefined ? [] : [at(subnets, SubnetId)]),
  ],
  (input, call) => {
    const { VpcId, SubnetId, InternetGatewayExclusionMode: mode } = input;
    if (VpcId !== undefined && SubnetId !== undefined) {
      throw ec2Errors.combination('Specify either VpcId or SubnetId, not both');
    }
    if (VpcId === undefined && SubnetId === undefined) throw ec2Errors.missing('VpcId or SubnetId');
    const { id } =
      SubnetId === undefined
        ? requireOne(vpcs, call, VpcId ?? '')
        : requireOne(subnets, call, SubnetId);
    const made: PublicAccessExclusionRecord = {
      ...placeOf(call),
      id: newId('vpcbpa-exclude'),
      mode,
      resourceId: id,
      createdAt: call.now,
      changedAt: call.now,
      tags: tagsFor(exclusions.arnType, input),
    };
    networkOf(call).publicAccessExclusions.put(networkKey(made), made);
    return { VpcBlockPublicAccessExclusion: render(made) };
  },
);

interface OneExclusion {
  readonly ExclusionId: string;
}

const modify = changes<
  OneExclusion & Pick<CreateExclusion, 'InternetGatewayExclusionMode'>,
  Outputs['ModifyVpcBlockPublicAccessExclusion']
>(
  'ModifyVpcBlockPublicAccessExclusion',
  ({ ExclusionId }) => [at(exclusions, ExclusionId)],
  ({ ExclusionId, InternetGatewayExclusionMode: mode }, call) => {
    const before = requireOne(exclusions, call, ExclusionId);
    const changed: PublicAccessExclusionRecord = { ...before, mode, changedAt: call.now };
    networkOf(call).publicAccessExclusions.put(networkKey(changed), changed);
    return { VpcBlockPublicAccessExclusion: render(changed) };
  },
);

const remove = changes<OneExclusion, Outputs['DeleteVpcBlockPublicAccessExclusion']>(
  'DeleteVpcBlockPublicAccessExclusion',
  ({ ExclusionId }) => [at(exclusions, ExclusionId)],
  ({ ExclusionId }, call) => {
    const gone = requireOne(exclusions, call, ExclusionId);
    networkOf(call).publicAccessExclusions.delete(networkKey(gone));
    return {
      VpcBlockPublicAccessExclusion: { ...render(gone), State: 'delete-complete' },
    };
  },
);

const describe = reads<
  { readonly ExclusionIds?: readonly string[]; readonly Filters?: readonly Filter[] } & Paging,
  Outputs['DescribeVpcBlockPublicAccessExclusions']
>('DescribeVpcBlockPublicAccessExclusions', async (input, call) => {
  const found = await describeKind(exclusions, call, input.ExclusionIds, input.Filters, input);
  return {
    VpcBlockPublicAccessExclusions: found.items.map(render),
    NextToken: found.nextToken,
  };
});

export const publicAccessOperations: Readonly<Record<string, Operation>> = {
  DescribeVpcBlockPublicAccessOptions: describeOptions,
  ModifyVpcBlockPublicAccessOptions: modifyOptions,
  CreateVpcBlockPublicAccessExclusion: create,
  ModifyVpcBlockPublicAccessExclusion: modify,
  DeleteVpcBlockPublicAccessExclusion: remove,
  DescribeVpcBlockPublicAccessExclusions: describe,
};
