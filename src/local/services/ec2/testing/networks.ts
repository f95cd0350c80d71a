// A local AWS with EC2's own SDK, and what tests of networks start from.
import { after, before } from 'node:test';
import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../../test/support/local-ecr.ts';

let local: LocalEcr;
/** What it keeps, for tests of more than calls can make in time. */
export const core = () => local.core;
export let ec2: EC2Client;
const clients = new Map<string, EC2Client>();
before(async () => {
  local = await startLocalEcr();
  ec2 = clientOf(account, region);
});
after(async () => {
  for (const client of clients.values()) client.destroy();
  await local.close();
});

/** EC2 for the root of an account in a Region. */
export function clientOf(accessKeyId: string, inRegion: string): EC2Client {
  const key = `${accessKeyId}/${inRegion}`;
  const known = clients.get(key);
  if (known !== undefined) return known;
  const client = new EC2Client({
    endpoint: local.endpoint,
    region: inRegion,
    credentials: { accessKeyId, secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  clients.set(key, client);
  return client;
}

export async function newVpc(cidr = '10.9.0.0/16', client = ec2): Promise<string> {
  const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: cidr }));
  return Vpc?.VpcId ?? '';
}

export async function newSubnet(VpcId: string, CidrBlock = '10.9.1.0/24'): Promise<string> {
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock }));
  return Subnet?.SubnetId ?? '';
}

export async function newGroup(VpcId: string, GroupName = 'web'): Promise<string> {
  const made = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName, Description: 'of the web' }),
  );
  return made.GroupId ?? '';
}

export function newGroups(VpcId: string, count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, (_, at) => newGroup(VpcId, `web-${at}`)));
}

export const inVpc = (id: string) => ({ Filters: [{ Name: 'vpc-id', Values: [id] }] });
