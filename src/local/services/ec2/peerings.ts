import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { PeeringConnectionRecord } from '../../state.ts';
import { newId } from '../../vpc/ids.ts';
import { findIn, type Place } from '../../vpc/lookups.ts';
import { isAccepter, isRequester, peeringOf, peeringsOf } from '../../vpc/peerings.ts';
import { describeAmong, type Filter, type Paging } from './describe.ts';
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

function messageOf({ status, accepter, endedBy, accountId }: PeeringConnectionRecord): string {
  if (status === 'active') return 'Active';
  if (status === 'pending-acceptance') return `Pending Acceptance by ${accepter.accountId}`;
  return `${status === 'rejected' ? 'Rejected' : 'Deleted'} by ${endedBy ?? accountId}`;
}

/**
 * A connection as an account sees it. The accepter has to see what it is asked to accept; the requester sees nothing of
 * the other VPC before that.
 */
function render(connection: PeeringConnectionRecord, call: Call): VpcPeeringConnection {
  const { accepter, accountId, region, requesterVpcId, status } = connection;
  const info = (place: Place, vpcId: string, isShown: boolean): VpcPeeringConnectionVpcInfo => {
    const vpc = isShown ? findIn(networkOf(call).vpcs, place, vpcId) : undefined;
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
  const isActive = status === 'active';
  const isOpen = isActive || status === 'pending-acceptance';
  return {
    VpcPeeringConnectionId: connection.id,
    RequesterVpcInfo: info({ accountId, region }, requesterVpcId, isOpen),
    AccepterVpcInfo: info(accepter, accepter.vpcId, isActive),
    Status: { Code: status, Message: messageOf(connection) },
    Tags: tagSet(seenBy(placeOf(call), connection).tags),
  };
}

/** Each side has tags of its own; only those of the requester are kept. */
function seenBy(place: Place, connection: PeeringConnectionRecord): PeeringConnectionRecord {
  return isRequester(place, connection) ? connection : { ...connection, tags: {} };
}

/** A connection of which the caller has one side. @throws AwsError when there is none. */
export function requirePeering(call: Call, id: string): PeeringConnectionRecord {
  const found = peeringOf(networkOf(call), placeOf(call), id);
  if (found === undefined) throw notFound(peerings, id);
  return found;
}

/** A connection that the caller is asked to accept. @throws AwsError when there is none. */
function requireRequestTo(call: Call, id: string): PeeringConnectionRecord {
  const found = requirePeering(call, id);
  if (!isAccepter(placeOf(call), found)) throw notFound(peerings, id);
  return found;
}

function wrongState({ id, status }: PeeringConnectionRecord, to: string): AwsError {
  return new AwsError(
    'InvalidStateTransition',
    `Invalid state transition for ${id}, attempted to transition from ${status} to ${to}`,
  );
}

function put(call: Call, connection: PeeringConnectionRecord): void {
  networkOf(call).peerings.put(networkKey(connection), connection);
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
    put(call, made);
    return { VpcPeeringConnection: render(made, call) };
  },
);

const describe = reads<
  {
    readonly VpcPeeringConnectionIds?: readonly string[];
    readonly Filters?: readonly Filter[];
  } & Paging,
  Outputs['DescribeVpcPeeringConnections']
>('DescribeVpcPeeringConnections', async (input, call) => {
  const { VpcPeeringConnectionIds: ids, Filters } = input;
  const place = placeOf(call);
  const all = peeringsOf(networkOf(call), place).map((one) => seenBy(place, one));
  const found = await describeAmong(peerings, call, all, ids, Filters, input);
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
    const connection = requireRequestTo(call, VpcPeeringConnectionId);
    if (connection.status !== 'pending-acceptance') throw wrongState(connection, 'active');
    const active: PeeringConnectionRecord = { ...connection, status: 'active' };
    put(call, active);
    return { VpcPeeringConnection: render(active, call) };
  },
);

const reject = changes<OneConnection, Outputs['RejectVpcPeeringConnection']>(
  'RejectVpcPeeringConnection',
  ({ VpcPeeringConnectionId }) => [at(peerings, VpcPeeringConnectionId)],
  ({ VpcPeeringConnectionId }, call) => {
    const connection = requireRequestTo(call, VpcPeeringConnectionId);
    if (connection.status !== 'pending-acceptance') throw wrongState(connection, 'rejected');
    put(call, { ...connection, status: 'rejected', endedBy: call.caller.accountId });
    return { Return: true };
  },
);

/** Either side may delete an active connection; a request only the requester. Source: EC2 API reference. */
const remove = changes<OneConnection, Outputs['DeleteVpcPeeringConnection']>(
  'DeleteVpcPeeringConnection',
  ({ VpcPeeringConnectionId }) => [at(peerings, VpcPeeringConnectionId)],
  ({ VpcPeeringConnectionId }, call) => {
    const connection = requirePeering(call, VpcPeeringConnectionId);
    const { status } = connection;
    const isOwnRequest = status === 'pending-acceptance' && isRequester(placeOf(call), connection);
    if (status !== 'active' && !isOwnRequest) throw wrongState(connection, 'deleting');
    put(call, { ...connection, status: 'deleted', endedBy: call.caller.accountId });
    return { Return: true };
  },
);

export const peeringOperations: Readonly<Record<string, Operation>> = {
  CreateVpcPeeringConnection: create,
  DescribeVpcPeeringConnections: describe,
  AcceptVpcPeeringConnection: accept,
  RejectVpcPeeringConnection: reject,
  DeleteVpcPeeringConnection: remove,
};
