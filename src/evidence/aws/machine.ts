import { describeInstance, type InstanceDescription } from '../../aws/client/ec2.ts';
import { absent, type Fact, known, unseen } from '../../chain/fact.ts';
import { type InstanceFacts, type InterfaceFacts, instanceAt } from '../../chain/world.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Access } from './accounts.ts';

/** An instance, and its primary network interface. */
export interface Machine {
  readonly instance: Fact<InstanceFacts>;
  readonly interface: Fact<InterfaceFacts>;
}

/** Looks for an instance with each of the accesses at hand, for a node does not tell its account. */
export async function observeInstance(
  accesses: readonly Access[],
  instanceId: string,
  region: string,
): Promise<Machine> {
  let last: Fact<InstanceDescription> = unseen(
    `instance ${instanceId}`,
    'ec2:DescribeInstances on *',
  );
  for (const access of accesses) {
    last = await once(access, `instance ${instanceId} ${region} ${access.accountId}`, () =>
      inAccount(access, instanceId, region),
    );
    if (last.state === 'known') break;
  }
  if (last.state !== 'known') return { instance: last, interface: last };
  return { instance: known(instanceOf(last.value)), interface: interfaceOf(last.value, region) };
}

function inAccount(
  access: Access,
  instanceId: string,
  region: string,
): Promise<Fact<InstanceDescription>> {
  const look = {
    ...instanceAt(instanceId),
    absentOn: ['InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed'],
  };
  return observe(look, async () => {
    const credentials = await access.credentials();
    return describeInstance(instanceId, region, credentials, access.environment);
  });
}

function instanceOf({ ownerId, instanceProfileArn: profile }: InstanceDescription): InstanceFacts {
  return {
    accountId: ownerId,
    ...(profile === undefined ? {} : { instanceProfile: profile }),
  };
}

function interfaceOf(
  { primaryInterface, metadataOptions }: InstanceDescription,
  region: string,
): Fact<InterfaceFacts> {
  if (primaryInterface === undefined) return absent;
  const { privateIp, publicIp, ...rest } = primaryInterface;
  return known({
    ...rest,
    region,
    ...(privateIp === undefined ? {} : { privateIp }),
    ...(publicIp === undefined ? {} : { publicIp }),
    ...(metadataOptions === undefined ? {} : { metadata: metadataOptions }),
  });
}

/** Region of an availability zone, such as `us-east-1` of `us-east-1a`. */
export function regionOfZone(zone: string): string {
  return zone.replace(/[a-z]$/, '');
}
