// A peering connection from both sides. Sources: VPC Peering Guide, "VPC peering connection lifecycle"; EC2 API reference.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  AcceptVpcPeeringConnectionCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteVpcPeeringConnectionCommand,
  DescribeRouteTablesCommand,
  DescribeVpcPeeringConnectionsCommand,
  type EC2Client,
  RejectVpcPeeringConnectionCommand,
  type VpcPeeringConnection,
} from '@aws-sdk/client-ec2';
import { account } from '../../../../test/support/local-ecr.ts';
import { clientOf, ec2, newVpc } from './testing/networks.ts';

const peerAccount = '222222222222';
const PeerRegion = 'eu-west-1';
const peer = () => clientOf(peerAccount, PeerRegion);
const stranger = () => clientOf('333333333333', PeerRegion);

async function request(): Promise<{ pcx: { VpcPeeringConnectionId: string }; peerVpc: string }> {
  const peerVpc = await newVpc('10.20.0.0/16', peer());
  const { VpcPeeringConnection: made } = await ec2.send(
    new CreateVpcPeeringConnectionCommand({
      VpcId: await newVpc(),
      PeerVpcId: peerVpc,
      PeerOwnerId: peerAccount,
      PeerRegion,
      TagSpecifications: [
        { ResourceType: 'vpc-peering-connection', Tags: [{ Key: 'team', Value: 'secret' }] },
      ],
    }),
  );
  return { pcx: { VpcPeeringConnectionId: made?.VpcPeeringConnectionId ?? '' }, peerVpc };
}

async function seenBy(
  client: EC2Client,
  { VpcPeeringConnectionId: id }: { VpcPeeringConnectionId: string },
): Promise<VpcPeeringConnection | undefined> {
  const { VpcPeeringConnections } = await client.send(
    new DescribeVpcPeeringConnectionsCommand({ VpcPeeringConnectionIds: [id] }),
  );
  return VpcPeeringConnections?.[0];
}

const cidrsOf = (one: VpcPeeringConnection | undefined) =>
  [one?.RequesterVpcInfo, one?.AccepterVpcInfo].map((info) => info?.CidrBlock);
const unknown = { name: 'InvalidVpcPeeringConnectionID.NotFound' };
const wrongState = { name: 'InvalidStateTransition' };

describe('A requested peering connection', () => {
  it('tells nothing of the other VPC until it is accepted', async () => {
    const { pcx } = await request();
    assert.deepEqual(cidrsOf(await seenBy(ec2, pcx)), ['10.9.0.0/16', undefined]);
    await peer().send(new AcceptVpcPeeringConnectionCommand(pcx));
    assert.deepEqual(cidrsOf(await seenBy(ec2, pcx)), ['10.9.0.0/16', '10.20.0.0/16']);
  });

  it('is seen by the accepter, without tags of the requester, and by nobody else', async () => {
    const { pcx, peerVpc } = await request();
    const seen = await seenBy(peer(), pcx);
    assert.equal(seen?.Status?.Code, 'pending-acceptance');
    assert.equal(seen?.RequesterVpcInfo?.OwnerId, account);
    assert.equal(seen?.AccepterVpcInfo?.VpcId, peerVpc);
    assert.deepEqual(seen?.Tags ?? [], []);
    const byTag = new DescribeVpcPeeringConnectionsCommand({
      Filters: [{ Name: 'tag:team', Values: ['*'] }],
    });
    assert.deepEqual((await peer().send(byTag)).VpcPeeringConnections, []);
    await assert.rejects(seenBy(stranger(), pcx), unknown);
  });

  it('can be rejected by the accepter only, and is over then', async () => {
    const { pcx } = await request();
    await assert.rejects(ec2.send(new RejectVpcPeeringConnectionCommand(pcx)), unknown);
    await assert.rejects(stranger().send(new RejectVpcPeeringConnectionCommand(pcx)), unknown);
    await peer().send(new RejectVpcPeeringConnectionCommand(pcx));
    const seen = await seenBy(ec2, pcx);
    assert.deepEqual(seen?.Status, { Code: 'rejected', Message: `Rejected by ${peerAccount}` });
    assert.deepEqual(cidrsOf(seen), [undefined, undefined]);
    await assert.rejects(peer().send(new AcceptVpcPeeringConnectionCommand(pcx)), wrongState);
    await assert.rejects(ec2.send(new DeleteVpcPeeringConnectionCommand(pcx)), wrongState);
  });

  it('can be deleted by the requester, while the accepter has to reject it', async () => {
    const { pcx } = await request();
    await assert.rejects(peer().send(new DeleteVpcPeeringConnectionCommand(pcx)), wrongState);
    await assert.rejects(stranger().send(new DeleteVpcPeeringConnectionCommand(pcx)), unknown);
    await ec2.send(new DeleteVpcPeeringConnectionCommand(pcx));
    const message = `Deleted by ${account}`;
    assert.deepEqual((await seenBy(peer(), pcx))?.Status, { Code: 'deleted', Message: message });
  });
});

describe('An active peering connection', () => {
  it('can be routed to from both VPCs, and be deleted by either account', async () => {
    const { pcx, peerVpc: VpcId } = await request();
    await peer().send(new AcceptVpcPeeringConnectionCommand(pcx));
    const { RouteTable } = await peer().send(new CreateRouteTableCommand({ VpcId }));
    const RouteTableId = RouteTable?.RouteTableId ?? '';
    await peer().send(
      new CreateRouteCommand({ ...pcx, RouteTableId, DestinationCidrBlock: '10.9.0.0/16' }),
    );
    const state = async () => {
      const ids = { RouteTableIds: [RouteTableId] };
      const { RouteTables } = await peer().send(new DescribeRouteTablesCommand(ids));
      return RouteTables?.[0]?.Routes?.find((route) => route.VpcPeeringConnectionId)?.State;
    };
    assert.equal(await state(), 'active');
    await peer().send(new DeleteVpcPeeringConnectionCommand(pcx));
    assert.equal((await seenBy(ec2, pcx))?.Status?.Message, `Deleted by ${peerAccount}`);
    assert.equal(await state(), 'blackhole');
  });
});
