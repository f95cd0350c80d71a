// A machine of the emulated cluster, and its network as EC2's SDK changes it.
import {
  CreateVpcEndpointCommand,
  DescribeInstancesCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  EC2Client,
  type Instance,
} from '@aws-sdk/client-ec2';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';
import { journeyTo } from '../node-traffic.ts';
import { goWords } from '../outcome.ts';

/** One local AWS with one machine. */
export class Machine {
  readonly local: LocalEcr;
  readonly ec2: EC2Client;
  readonly instance: Instance;

  private constructor(local: LocalEcr, ec2: EC2Client, instance: Instance) {
    this.local = local;
    this.ec2 = ec2;
    this.instance = instance;
  }

  static async start(): Promise<Machine> {
    const local = await startLocalEcr();
    const ec2 = new EC2Client({
      endpoint: local.endpoint,
      region,
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
      maxAttempts: 1,
    });
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({}));
    return new Machine(local, ec2, Reservations?.[0]?.Instances?.[0] ?? {});
  }

  get vpcId(): string {
    return this.instance.VpcId ?? '';
  }

  get subnetId(): string {
    return this.instance.SubnetId ?? '';
  }

  get groupId(): string {
    return this.instance.SecurityGroups?.[0]?.GroupId ?? '';
  }

  /** What Go says of a connection to a host, its address left out; `connected` when it is made. */
  reach(host: string): string {
    const { state } = this.local.core;
    const journey = journeyTo(state, this.instance.InstanceId ?? '', host);
    const words = journey && goWords(journey.outcome);
    return words?.replace(/^dial tcp 18\.[\d.]+:/, 'dial tcp PUBLIC:') ?? 'connected';
  }

  /** The endpoint that a connection to a host goes through. */
  throughEndpoint(host: string): string | undefined {
    const journey = journeyTo(this.local.core.state, this.instance.InstanceId ?? '', host);
    return journey?.outcome.kind === 'connected' ? journey.outcome.endpointId : undefined;
  }

  async mainTable(): Promise<string> {
    const { RouteTables } = await this.ec2.send(
      new DescribeRouteTablesCommand({
        Filters: [
          { Name: 'vpc-id', Values: [this.vpcId] },
          { Name: 'association.main', Values: ['true'] },
        ],
      }),
    );
    return RouteTables?.[0]?.RouteTableId ?? '';
  }

  async networkAcl(): Promise<string> {
    const { NetworkAcls } = await this.ec2.send(
      new DescribeNetworkAclsCommand({
        Filters: [{ Name: 'association.subnet-id', Values: [this.subnetId] }],
      }),
    );
    return NetworkAcls?.[0]?.NetworkAclId ?? '';
  }

  /** The other subnet of the cluster. */
  async otherSubnet(): Promise<string> {
    const { Subnets } = await this.ec2.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: 'vpc-id', Values: [this.vpcId] }] }),
    );
    return Subnets?.find(({ SubnetId }) => SubnetId !== this.subnetId)?.SubnetId ?? '';
  }

  /** An interface endpoint with private DNS beside the machine. */
  async endpoint(service: string, SecurityGroupIds = [this.groupId]): Promise<string> {
    const { VpcEndpoint } = await this.ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: this.vpcId,
        VpcEndpointType: 'Interface',
        ServiceName: `com.amazonaws.${region}.${service}`,
        SubnetIds: [this.subnetId],
        SecurityGroupIds,
        PrivateDnsEnabled: true,
      }),
    );
    return VpcEndpoint?.VpcEndpointId ?? '';
  }

  async close(): Promise<void> {
    this.ec2.destroy();
    await this.local.close();
  }
}
