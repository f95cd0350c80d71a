import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { EgressOnlyGatewayRecord, InternetGatewayRecord } from '../../state.ts';
import { newId } from '../../vpc/ids.ts';
import { allIn, publicIpOf } from '../../vpc/lookups.ts';
import { describeKind, type Filter, type Paging } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { networkOf, ownOf, placeOf, requireOne } from './kind.ts';
import { egressOnlyGateways, internetGateways, vpcs } from './kinds.ts';
import { at, changes, reads } from './operation.ts';
import type { EgressOnlyInternetGateway, InternetGateway, Outputs } from './outputs.generated.ts';
import { type Tagged, tagSet, tagsFor } from './tagging.ts';

function render({ id, accountId, vpcId, tags }: InternetGatewayRecord): InternetGateway {
  return {
    InternetGatewayId: id,
    OwnerId: accountId,
    Attachments: vpcId === undefined ? [] : [{ State: 'available', VpcId: vpcId }],
    Tags: tagSet(tags),
  };
}

const create = changes<Tagged, Outputs['CreateInternetGateway']>(
  'CreateInternetGateway',
  () => [at(internetGateways)],
  (input, call) => {
    const made: InternetGatewayRecord = {
      ...placeOf(call),
      id: newId('igw'),
      tags: tagsFor('internet-gateway', input),
    };
    networkOf(call).internetGateways.put(networkKey(made), made);
    return { InternetGateway: render(made) };
  },
);

const describe = reads<
  {
    readonly InternetGatewayIds?: readonly string[];
    readonly Filters?: readonly Filter[];
  } & Paging,
  Outputs['DescribeInternetGateways']
>('DescribeInternetGateways', async (input, call) => {
  const { InternetGatewayIds, Filters } = input;
  const found = await describeKind(internetGateways, call, InternetGatewayIds, Filters, input);
  return { InternetGateways: found.items.map(render), NextToken: found.nextToken };
});

interface OneGateway {
  readonly InternetGatewayId: string;
}

const remove = changes<OneGateway, Outputs['DeleteInternetGateway']>(
  'DeleteInternetGateway',
  ({ InternetGatewayId }) => [at(internetGateways, InternetGatewayId)],
  ({ InternetGatewayId }, call) => {
    const gateway = requireOne(internetGateways, call, InternetGatewayId);
    if (gateway.vpcId !== undefined) throw ec2Errors.dependency('internetGateway', gateway.id);
    networkOf(call).internetGateways.delete(networkKey(gateway));
    return {};
  },
);

interface Attachment extends OneGateway {
  readonly VpcId: string;
}

const attach = changes<Attachment, Outputs['AttachInternetGateway']>(
  'AttachInternetGateway',
  ({ InternetGatewayId, VpcId }) => [at(internetGateways, InternetGatewayId), at(vpcs, VpcId)],
  ({ InternetGatewayId, VpcId }, call) => {
    const gateway = requireOne(internetGateways, call, InternetGatewayId);
    const vpc = requireOne(vpcs, call, VpcId);
    if (gateway.vpcId !== undefined) {
      throw new AwsError(
        'Resource.AlreadyAssociated',
        `resource ${gateway.id} is already attached to network ${gateway.vpcId}`,
      );
    }
    if (ownOf(internetGateways, call).some(({ vpcId }) => vpcId === vpc.id)) {
      throw ec2Errors.invalid(`Network ${vpc.id} already has an internet gateway attached`);
    }
    networkOf(call).internetGateways.put(networkKey(gateway), { ...gateway, vpcId: vpc.id });
    return {};
  },
);

const detach = changes<Attachment, Outputs['DetachInternetGateway']>(
  'DetachInternetGateway',
  ({ InternetGatewayId, VpcId }) => [at(internetGateways, InternetGatewayId), at(vpcs, VpcId)],
  ({ InternetGatewayId, VpcId }, call) => {
    const gateway = requireOne(internetGateways, call, InternetGatewayId);
    requireOne(vpcs, call, VpcId);
    if (gateway.vpcId !== VpcId) {
      throw new AwsError(
        'Gateway.NotAttached',
        `resource ${gateway.id} is not attached to network ${VpcId}`,
      );
    }
    const network = networkOf(call);
    const mapped = allIn(network.interfaces, gateway).some(
      (one) => one.vpcId === VpcId && publicIpOf(network, one) !== undefined,
    );
    if (mapped) {
      throw new AwsError(
        'DependencyViolation',
        `Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
      );
    }
    const { vpcId: _detached, ...rest } = gateway;
    network.internetGateways.put(networkKey(gateway), rest);
    return {};
  },
);

function renderEgressOnly({ id, vpcId, tags }: EgressOnlyGatewayRecord): EgressOnlyInternetGateway {
  return {
    EgressOnlyInternetGatewayId: id,
    Attachments: [{ State: 'attached', VpcId: vpcId }],
    Tags: tagSet(tags),
  };
}

const createEgressOnly = changes<
  Tagged & { readonly VpcId: string },
  Outputs['CreateEgressOnlyInternetGateway']
>(
  'CreateEgressOnlyInternetGateway',
  ({ VpcId }) => [at(egressOnlyGateways), at(vpcs, VpcId)],
  (input, call) => {
    const made: EgressOnlyGatewayRecord = {
      ...placeOf(call),
      id: newId('eigw'),
      vpcId: requireOne(vpcs, call, input.VpcId).id,
      tags: tagsFor('egress-only-internet-gateway', input),
    };
    networkOf(call).egressOnlyGateways.put(networkKey(made), made);
    return { EgressOnlyInternetGateway: renderEgressOnly(made), ClientToken: undefined };
  },
);

const describeEgressOnly = reads<
  {
    readonly EgressOnlyInternetGatewayIds?: readonly string[];
    readonly Filters?: readonly Filter[];
  } & Paging,
  Outputs['DescribeEgressOnlyInternetGateways']
>('DescribeEgressOnlyInternetGateways', async (input, call) => {
  const { EgressOnlyInternetGatewayIds, Filters } = input;
  const found = await describeKind(
    egressOnlyGateways,
    call,
    EgressOnlyInternetGatewayIds,
    Filters,
    input,
  );
  return {
    EgressOnlyInternetGateways: found.items.map(renderEgressOnly),
    NextToken: found.nextToken,
  };
});

const removeEgressOnly = changes<
  { readonly EgressOnlyInternetGatewayId: string },
  Outputs['DeleteEgressOnlyInternetGateway']
>(
  'DeleteEgressOnlyInternetGateway',
  ({ EgressOnlyInternetGatewayId }) => [at(egressOnlyGateways, EgressOnlyInternetGatewayId)],
  ({ EgressOnlyInternetGatewayId }, call) => {
    const gateway = requireOne(egressOnlyGateways, call, EgressOnlyInternetGatewayId);
    networkOf(call).egressOnlyGateways.delete(networkKey(gateway));
    return { ReturnCode: true };
  },
);

export const internetGatewayOperations: Readonly<Record<string, Operation>> = {
  CreateInternetGateway: create,
  DescribeInternetGateways: describe,
  DeleteInternetGateway: remove,
  AttachInternetGateway: attach,
  DetachInternetGateway: detach,
  CreateEgressOnlyInternetGateway: createEgressOnly,
  DescribeEgressOnlyInternetGateways: describeEgressOnly,
  DeleteEgressOnlyInternetGateway: removeEgressOnly,
};
