import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { PeeringConnectionRecord } from '../../state.ts';
import { newId } from '../../vpc/ids.ts';
import { findIn, type Place } from '../../vpc/lookups.ts';
import { describeKind, type Filter, type Paging } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { networkOf, notFound, placeOf, requireOne } from './kind.ts';
import { peerings, vpcs } from './kinds.ts';
import { at, changes, reads } from './operation.ts';
import type {
  Outputs,
  VpcPeeringConnection,
  VpcPeeringConnectionVpcInfo,
} from './outputs.generated.ts';
import { type Tagged, tagSet, tagsFor } from './tagging.ts';

const messages: Readonly<Record<PeeringConnectionRecord['status'], (by: string) => string>> = {
  'pending-acceptance': (by) => `Pending Acceptance by ${by}`,
  active: () => 'Active',
  deleted: (by) => `Deleted by ${by}`,
};

function render(connection: PeeringConnectionRecord, call: Call): VpcPeeringConnection {
  const { accepter, accountId, region, requesterVpcId, status } = connection;
  const info = (place: Place, vpcId: string): VpcPeeringConnectionVpcInfo => {
    const vpc = findIn(networkOf(call).vpcs, place, vpcId);
    return {
      VpcId: vpcId,
      OwnerId: place.accountId,
      Region: place.region,
      ...(vpc === undefined
        ? {}
        : {
            CidrBlock: vpc.cidrs[0]?.cidr,
            CidrBlockSet: vpc.cidrs.map(({ cidr }) => ({ CidrBlock: cidr })),
          }),
    };
  };
  return {
    VpcPeeringConnectionId: connection.id,
    RequesterVpcInfo: info({ accountId, region }, requesterVpcId),
    AccepterVpcInfo: info(accepter, accepter.vpcId),
    Status: { Code: status, Message: messages[status](accepter.accountId) },
    Tags: tagSet(connection.tags),
  };
}

interface CreatePeering extends Tagged {
  readonly VpcId: string;
  readonly PeerVpcId?: string;
  readonly PeerOwnerId?: string;
  readonly PeerRegion?: string;
}

const create = changes<CreatePeering, Outputs['CreateVpcPeeringConnection']>(
  'CreateVpcPeeringConnection',
  ({ VpcId }) => [at(peerings), at(vpcs, VpcId)],
  (input, call) => {
    const vpc = requireOne(vpcs, call, input.VpcId);
    const place = placeOf(call);
    if (input.PeerVpcId === undefined) throw ec2Errors.missing('peerVpcId');
    const made: PeeringConnectionRecord = {
      ...place,
      id: newId('pcx'),
      requesterVpcId: vpc.id,
      accepter: {
        vpcId: input.PeerVpcId,
        accountId: input.PeerOwnerId ?? place.accountId,
        region: input.PeerRegion ?? place.region,
      },
      status: 'pending-acceptance',
      tags: tagsFor('vpc-peering-connection', input),
    };
    networkOf(call).peerings.put(networkKey(made), made);
    return { VpcPeeringConnection: render(made, call) };
  },
);

const describe = reads<
  {
    readonly VpcPeeringConnectionIds?: readonly string[];
    readonly Filters?: readonly Filter[];
  } & Paging,
  Outputs['DescribeVpcPeeringConnections']
>('DescribeVpcPeeringConnections', (input, call) => {
  const { VpcPeeringConnectionIds, Filters } = input;
  const found = describeKind(peerings, call, VpcPeeringConnectionIds, Filters, input);
  return {
    VpcPeeringConnections: found.items.map((one) => render(one, call)),
    NextToken: found.nextToken,
  };
});

interface OneConnection {
  readonly VpcPeeringConnectionId: string;
}

const accept = changes<OneConnection, Outputs['AcceptVpcPeeringConnection']>(
  'AcceptVpcPeeringConnection',
  ({ VpcPeeringConnectionId }) => [at(peerings, VpcPeeringConnectionId)],
  ({ VpcPeeringConnectionId }, call) => {
    // Whoever accepts may have it in another account or Region than where it was asked for.
    const connection = networkOf(call)
      .peerings.list()
      .map(({ document }) => document)
      .find(
        ({ id, accepter }) =>
          id === VpcPeeringConnectionId &&
          accepter.accountId === call.caller.accountId &&
          accepter.region === call.region,
      );
    if (connection === undefined) throw notFound(peerings, VpcPeeringConnectionId);
    if (connection.status !== 'pending-acceptance') {
      throw new AwsError(
        'InvalidStateTransition',
        `Invalid state transition for ${connection.id}, attempted to transition from ${connection.status} to active`,
      );
    }
    const active: PeeringConnectionRecord = { ...connection, status: 'active' };
    networkOf(call).peerings.put(networkKey(active), active);
    return { VpcPeeringConnection: render(active, call) };
  },
);

const remove = changes<OneConnection, Outputs['DeleteVpcPeeringConnection']>(
  'DeleteVpcPeeringConnection',
  ({ VpcPeeringConnectionId }) => [at(peerings, VpcPeeringConnectionId)],
  ({ VpcPeeringConnectionId }, call) => {
    const connection = requireOne(peerings, call, VpcPeeringConnectionId);
    networkOf(call).peerings.put(networkKey(connection), { ...connection, status: 'deleted' });
    return { Return: true };
  },
);

export const peeringOperations: Readonly<Record<string, Operation>> = {
  CreateVpcPeeringConnection: create,
  DescribeVpcPeeringConnections: describe,
  AcceptVpcPeeringConnection: accept,
  DeleteVpcPeeringConnection: remove,
};
