import { describeInstance } from '../../aws/client/ec2.ts';
import { type Fact, unseen } from '../../chain/fact.ts';
import { type InstanceFacts, instanceAt } from '../../chain/world.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Access } from './accounts.ts';

/** Looks for an instance with each of the accesses at hand, for a node does not tell its account. */
export async function observeInstance(
  accesses: readonly Access[],
  instanceId: string,
  region: string,
): Promise<Fact<InstanceFacts>> {
  let last: Fact<InstanceFacts> = unseen(`instance ${instanceId}`, 'ec2:DescribeInstances on *');
  for (const access of accesses) {
    last = await once(access, `instance ${instanceId} ${region} ${access.accountId}`, () =>
      inAccount(access, instanceId, region),
    );
    if (last.state === 'known') return last;
  }
  return last;
}

function inAccount(
  access: Access,
  instanceId: string,
  region: string,
): Promise<Fact<InstanceFacts>> {
  const look = {
    ...instanceAt(instanceId),
    absentOn: ['InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed'],
  };
  return observe(look, async () => {
    const credentials = await access.credentials();
    const found = await describeInstance(instanceId, region, credentials, access.environment);
    if (found === undefined) return undefined;
    const { ownerId: accountId, instanceProfileArn: instanceProfile } = found;
    return { accountId, ...(instanceProfile === undefined ? {} : { instanceProfile }) };
  });
}

/** Region of an availability zone, such as `us-east-1` of `us-east-1a`. */
export function regionOfZone(zone: string): string {
  return zone.replace(/[a-z]$/, '');
}
