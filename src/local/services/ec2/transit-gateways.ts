import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { TransitGatewayAttachmentRecord, TransitGatewayRecord } from '../../state.ts';
import { newId } from '../../vpc/ids.ts';
import { describeKind, type Filter, type Paging } from './describe.ts';
import { arnOf, networkOf, ownOf, placeOf, requireOne } from './kind.ts';
import { subnets, transitGatewayAttachments, transitGateways, vpcs } from './kinds.ts';
import { at, changes, reads } from './operation.ts';
import type { Outputs, TransitGateway, TransitGatewayVpcAttachment } from './outputs.generated.ts';
import { type Tagged, tagSet, tagsFor } from './tagging.ts';
import { routeTableOf, searchTransitGatewayRoutes } from './transit-gateway-routes.ts';

function render(gateway: TransitGatewayRecord, state = 'available'): TransitGateway {
  return {
    TransitGatewayId: gateway.id,
    TransitGatewayArn: arnOf(transitGateways, gateway, gateway.id),
    State: state,
    OwnerId: gateway.accountId,
    Description: gateway.description,
    CreationTime: new Date(gateway.createdAt),
    Options: {
      AmazonSideAsn: gateway.amazonSideAsn,
      AutoAcceptSharedAttachments: 'disable',
      DefaultRouteTableAssociation: 'enable',
      DefaultRouteTablePropagation: 'enable',
      VpnEcmpSupport: 'enable',
      DnsSupport: 'enable',
      MulticastSupport: 'disable',
    },
    Tags: tagSet(gateway.tags),
  };
}

interface CreateGateway extends Tagged {
  readonly Description?: string;
  readonly Options?: { readonly AmazonSideAsn?: number };
}

const create = changes<CreateGateway, Outputs['CreateTransitGateway']>(
  'CreateTransitGateway',
  () => [at(transitGateways)],
  (input, call) => {
    const made: TransitGatewayRecord = {
      ...placeOf(call),
      id: newId('tgw'),
      description: input.Description ?? '',
      amazonSideAsn: input.Options?.AmazonSideAsn ?? 64_512,
      createdAt: call.now,
      tags: tagsFor('transit-gateway', input),
    };
    networkOf(call).transitGateways.put(networkKey(made), made);
    return { TransitGateway: render(made) };
  },
);

const describe = reads<
  { readonly TransitGatewayIds?: readonly string[]; readonly Filters?: readonly Filter[] } & Paging,
  Outputs['DescribeTransitGateways']
>('DescribeTransitGateways', async (input, call) => {
  const found = await describeKind(
    transitGateways,
    call,
    input.TransitGatewayIds,
    input.Filters,
    input,
  );
  return {
    TransitGateways: found.items.map((one) => render(one)),
    NextToken: found.nextToken,
  };
});

const remove = changes<{ readonly TransitGatewayId: string }, Outputs['DeleteTransitGateway']>(
  'DeleteTransitGateway',
  ({ TransitGatewayId }) => [at(transitGateways, TransitGatewayId)],
  ({ TransitGatewayId }, call) => {
    const gateway = requireOne(transitGateways, call, TransitGatewayId);
    const attached = ownOf(transitGatewayAttachments, call).filter(
      (one) => one.transitGatewayId === gateway.id,
    );
    if (attached.length > 0) {
      throw new AwsError(
        'IncorrectState',
        `${gateway.id} has non-deleted VPC Attachments: ${attached.map(({ id }) => id).join(', ')}.`,
      );
    }
    networkOf(call).transitGateways.delete(networkKey(gateway));
    return { TransitGateway: render(gateway, 'deleting') };
  },
);

function renderAttachment(
  one: TransitGatewayAttachmentRecord,
  state = 'available',
): TransitGatewayVpcAttachment {
  return {
    TransitGatewayAttachmentId: one.id,
    TransitGatewayId: one.transitGatewayId,
    VpcId: one.vpcId,
    VpcOwnerId: one.accountId,
    State: state,
    SubnetIds: one.subnetIds,
    CreationTime: new Date(one.createdAt),
    Options: {
      DnsSupport: 'enable',
      SecurityGroupReferencingSupport: 'enable',
      Ipv6Support: 'disable',
      ApplianceModeSupport: 'disable',
    },
    Tags: tagSet(one.tags),
  };
}

interface CreateAttachment extends Tagged {
  readonly TransitGatewayId: string;
  readonly VpcId: string;
  readonly SubnetIds: readonly string[];
}

const attach = changes<CreateAttachment, Outputs['CreateTransitGatewayVpcAttachment']>(
  'CreateTransitGatewayVpcAttachment',
  ({ TransitGatewayId, VpcId }) => [
    at(transitGatewayAttachments),
    at(transitGateways, TransitGatewayId),
    at(vpcs, VpcId),
  ],
  (input, call) => {
    const gateway = requireOne(transitGateways, call, input.TransitGatewayId);
    const vpc = requireOne(vpcs, call, input.VpcId);
    const isAttached = ownOf(transitGatewayAttachments, call).some(
      (one) => one.transitGatewayId === gateway.id && one.vpcId === vpc.id,
    );
    if (isAttached) {
      throw new AwsError(
        'DuplicateTransitGatewayAttachment',
        `${gateway.id} has non-deleted Transit Gateway Attachments with same VPC ID.`,
      );
    }
    const made: TransitGatewayAttachmentRecord = {
      ...placeOf(call),
      id: newId('tgw-attach'),
      transitGatewayId: gateway.id,
      vpcId: vpc.id,
      subnetIds: [...new Set(input.SubnetIds)].map((id) => requireOne(subnets, call, id).id),
      createdAt: call.now,
      tags: tagsFor('transit-gateway-attachment', input),
    };
    networkOf(call).transitGatewayAttachments.put(networkKey(made), made);
    return { TransitGatewayVpcAttachment: renderAttachment(made) };
  },
);

const detach = changes<
  { readonly TransitGatewayAttachmentId: string },
  Outputs['DeleteTransitGatewayVpcAttachment']
>(
  'DeleteTransitGatewayVpcAttachment',
  ({ TransitGatewayAttachmentId }) => [at(transitGatewayAttachments, TransitGatewayAttachmentId)],
  ({ TransitGatewayAttachmentId }, call) => {
    const one = requireOne(transitGatewayAttachments, call, TransitGatewayAttachmentId);
    networkOf(call).transitGatewayAttachments.delete(networkKey(one));
    return { TransitGatewayVpcAttachment: renderAttachment(one, 'deleting') };
  },
);

interface DescribeAttachments extends Paging {
  readonly TransitGatewayAttachmentIds?: readonly string[];
  readonly Filters?: readonly Filter[];
}

function attachments(input: DescribeAttachments, call: Call) {
  const { TransitGatewayAttachmentIds: ids, Filters } = input;
  return describeKind(transitGatewayAttachments, call, ids, Filters, input);
}

const describeVpcAttachments = reads<
  DescribeAttachments,
  Outputs['DescribeTransitGatewayVpcAttachments']
>('DescribeTransitGatewayVpcAttachments', async (input, call) => {
  const { items, nextToken } = await attachments(input, call);
  return {
    TransitGatewayVpcAttachments: items.map((one) => renderAttachment(one)),
    NextToken: nextToken,
  };
});

const describeAttachments = reads<
  DescribeAttachments,
  Outputs['DescribeTransitGatewayAttachments']
>('DescribeTransitGatewayAttachments', async (input, call) => {
  const { items, nextToken } = await attachments(input, call);
  return {
    TransitGatewayAttachments: items.map((one) => ({
      TransitGatewayAttachmentId: one.id,
      TransitGatewayId: one.transitGatewayId,
      TransitGatewayOwnerId: one.accountId,
      ResourceOwnerId: one.accountId,
      ResourceType: 'vpc',
      ResourceId: one.vpcId,
      State: 'available',
      Association: {
        TransitGatewayRouteTableId: routeTableOf(one.transitGatewayId),
        State: 'associated',
      },
      CreationTime: new Date(one.createdAt),
      Tags: tagSet(one.tags),
    })),
    NextToken: nextToken,
  };
});

export const transitGatewayOperations: Readonly<Record<string, Operation>> = {
  CreateTransitGateway: create,
  DescribeTransitGateways: describe,
  DeleteTransitGateway: remove,
  CreateTransitGatewayVpcAttachment: attach,
  DeleteTransitGatewayVpcAttachment: detach,
  DescribeTransitGatewayVpcAttachments: describeVpcAttachments,
  DescribeTransitGatewayAttachments: describeAttachments,
  SearchTransitGatewayRoutes: searchTransitGatewayRoutes,
};
