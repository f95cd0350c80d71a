import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { RouteTableRecord } from '../../state.ts';
import { newId } from '../../vpc/ids.ts';
import { localRoutes } from '../../vpc/new-vpc.ts';
import { describeKind, type Filter, type Paging } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { networkOf, ownOf, placeOf, requireOne } from './kind.ts';
import { internetGateways, subnets, vpcs } from './kinds.ts';
import { at, changes, reads } from './operation.ts';
import type { Outputs, RouteTable } from './outputs.generated.ts';
import { renderRoutes } from './routes.ts';
import { routeTables } from './table-kinds.ts';
import { type Tagged, tagSet, tagsFor } from './tagging.ts';

const associated = { State: 'associated' };

function render(table: RouteTableRecord, call: Call): RouteTable {
  const main =
    table.mainAssociationId === undefined
      ? []
      : [
          {
            Main: true,
            RouteTableAssociationId: table.mainAssociationId,
            RouteTableId: table.id,
            AssociationState: associated,
          },
        ];
  return {
    RouteTableId: table.id,
    VpcId: table.vpcId,
    OwnerId: table.accountId,
    Associations: [
      ...main,
      ...table.associations.map(({ id, subnetId, gatewayId }) => ({
        Main: false,
        RouteTableAssociationId: id,
        RouteTableId: table.id,
        SubnetId: subnetId,
        GatewayId: gatewayId,
        AssociationState: associated,
      })),
    ],
    PropagatingVgws: [],
    Routes: renderRoutes(networkOf(call), table),
    Tags: tagSet(table.tags),
  };
}

const create = changes<Tagged & { readonly VpcId: string }, Outputs['CreateRouteTable']>(
  'CreateRouteTable',
  ({ VpcId }) => [at(routeTables), at(vpcs, VpcId)],
  (input, call) => {
    const vpc = requireOne(vpcs, call, input.VpcId);
    const made: RouteTableRecord = {
      ...placeOf(call),
      id: newId('rtb'),
      vpcId: vpc.id,
      routes: localRoutes(vpc),
      associations: [],
      tags: tagsFor('route-table', input),
    };
    networkOf(call).routeTables.put(networkKey(made), made);
    return { RouteTable: render(made, call), ClientToken: undefined };
  },
);

const describe = reads<
  { readonly RouteTableIds?: readonly string[]; readonly Filters?: readonly Filter[] } & Paging,
  Outputs['DescribeRouteTables']
>('DescribeRouteTables', async (input, call) => {
  const found = await describeKind(routeTables, call, input.RouteTableIds, input.Filters, input);
  return {
    RouteTables: found.items.map((table) => render(table, call)),
    NextToken: found.nextToken,
  };
});

interface OneTable {
  readonly RouteTableId: string;
}

const remove = changes<OneTable, Outputs['DeleteRouteTable']>(
  'DeleteRouteTable',
  ({ RouteTableId }) => [at(routeTables, RouteTableId)],
  ({ RouteTableId }, call) => {
    const table = requireOne(routeTables, call, RouteTableId);
    if (table.mainAssociationId !== undefined || table.associations.length > 0) {
      throw ec2Errors.dependency('routeTable', RouteTableId);
    }
    const network = networkOf(call);
    for (const { document: endpoint } of network.endpoints.list()) {
      if (!endpoint.routeTableIds.includes(RouteTableId)) continue;
      network.endpoints.put(networkKey(endpoint), {
        ...endpoint,
        routeTableIds: endpoint.routeTableIds.filter((id) => id !== RouteTableId),
      });
    }
    network.routeTables.delete(networkKey(table));
    return {};
  },
);

interface AssociateRouteTable extends OneTable {
  readonly SubnetId?: string;
  readonly GatewayId?: string;
}

const associate = changes<AssociateRouteTable, Outputs['AssociateRouteTable']>(
  'AssociateRouteTable',
  ({ RouteTableId, SubnetId }) => [
    at(routeTables, RouteTableId),
    ...(SubnetId === undefined ? [] : [at(subnets, SubnetId)]),
  ],
  ({ RouteTableId, SubnetId, GatewayId }, call) => {
    const table = requireOne(routeTables, call, RouteTableId);
    if (SubnetId === undefined && GatewayId === undefined) throw ec2Errors.missing('subnetId');
    const vpcId =
      SubnetId === undefined
        ? requireOne(internetGateways, call, GatewayId ?? '').vpcId
        : requireOne(subnets, call, SubnetId).vpcId;
    if (vpcId !== table.vpcId) {
      throw ec2Errors.invalid(
        `Route table ${RouteTableId} and ${SubnetId ?? GatewayId} belong to different networks`,
      );
    }
    const holder = ownOf(routeTables, call).find(({ associations }) =>
      associations.some((one) =>
        SubnetId === undefined ? one.gatewayId === GatewayId : one.subnetId === SubnetId,
      ),
    );
    if (holder?.id === RouteTableId) {
      const id = holder.associations.find(({ subnetId }) => subnetId === SubnetId)?.id;
      return { AssociationId: id, AssociationState: associated };
    }
    if (holder !== undefined) {
      throw new AwsError(
        'Resource.AlreadyAssociated',
        `the specified association for route table ${RouteTableId} conflicts with an existing association`,
      );
    }
    const id = newId('rtbassoc');
    const added =
      SubnetId === undefined ? { id, gatewayId: GatewayId ?? '' } : { id, subnetId: SubnetId };
    save(call, { ...table, associations: [...table.associations, added] });
    return { AssociationId: id, AssociationState: associated };
  },
);

function save(call: Call, table: RouteTableRecord): void {
  networkOf(call).routeTables.put(networkKey(table), table);
}

interface OneAssociation {
  readonly AssociationId: string;
}

/** The table that has an association. @throws AwsError `InvalidAssociationID.NotFound`. */
function holderOf(call: Call, id: string): RouteTableRecord {
  const holder = ownOf(routeTables, call).find(
    ({ associations, mainAssociationId }) =>
      mainAssociationId === id || associations.some((one) => one.id === id),
  );
  if (holder === undefined) {
    throw new AwsError(
      'InvalidAssociationID.NotFound',
      `The association ID '${id}' does not exist`,
    );
  }
  return holder;
}

const disassociate = changes<OneAssociation, Outputs['DisassociateRouteTable']>(
  'DisassociateRouteTable',
  () => [at(routeTables)],
  ({ AssociationId }, call) => {
    const table = holderOf(call, AssociationId);
    if (table.mainAssociationId === AssociationId) {
      throw ec2Errors.invalid(
        `cannot disassociate the main route table association ${AssociationId}`,
      );
    }
    const associations = table.associations.filter(({ id }) => id !== AssociationId);
    save(call, { ...table, associations });
    return {};
  },
);

const replace = changes<OneAssociation & OneTable, Outputs['ReplaceRouteTableAssociation']>(
  'ReplaceRouteTableAssociation',
  ({ RouteTableId }) => [at(routeTables, RouteTableId)],
  ({ AssociationId, RouteTableId }, call) => {
    const from = holderOf(call, AssociationId);
    const to = requireOne(routeTables, call, RouteTableId);
    const id = newId('rtbassoc');
    if (from.mainAssociationId === AssociationId) {
      const { mainAssociationId: _moved, ...rest } = from;
      save(call, rest);
      save(call, { ...requireOne(routeTables, call, to.id), mainAssociationId: id });
    } else {
      const moved = from.associations.filter((one) => one.id === AssociationId);
      save(call, {
        ...from,
        associations: from.associations.filter((one) => one.id !== AssociationId),
      });
      const current = requireOne(routeTables, call, to.id);
      save(call, {
        ...current,
        associations: [...current.associations, ...moved.map((one) => ({ ...one, id }))],
      });
    }
    return { NewAssociationId: id, AssociationState: associated };
  },
);

export const routeTableOperations: Readonly<Record<string, Operation>> = {
  CreateRouteTable: create,
  DescribeRouteTables: describe,
  DeleteRouteTable: remove,
  AssociateRouteTable: associate,
  DisassociateRouteTable: disassociate,
  ReplaceRouteTableAssociation: replace,
};
