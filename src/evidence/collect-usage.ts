import { wasUnanswered } from '../chain/port-errors.ts';
import type { Subject } from '../chain/subject.ts';
import { mayLackQuota, quotaOwner } from '../chain/usage.ts';
import type { World } from '../chain/world.ts';
import { observePortErrors, observeUsage } from './aws/usage.ts';
import type { Sources } from './collect.ts';

/** Looks at the quotas that a pull takes, where what the kubelet said may be for want of one. */
export async function collectUsage(
  subject: Subject,
  { accounts }: Sources,
): Promise<Pick<World, 'usage'>> {
  const owner = quotaOwner(subject);
  if (owner === undefined || !mayLackQuota(subject)) return {};
  const { account, region } = owner;
  return { usage: await observeUsage(accounts.access(account), account, region) };
}

/** Looks at the ports of the NAT gateways of a node's VPC, where connections of a pull were not answered. */
export async function collectPortErrors(
  subject: Subject,
  { accounts }: Sources,
): Promise<Pick<World, 'portErrors'>> {
  const { network, instance } = subject;
  if (network.state !== 'known' || instance.state !== 'known' || !wasUnanswered(subject)) return {};
  const { natGateways, region } = network.value;
  const ids =
    natGateways.state === 'known'
      ? natGateways.value
          .filter(({ state }) => state === 'available')
          .map((one) => one.natGatewayId)
      : [];
  if (ids.length === 0) return {};
  const access = accounts.access(instance.value.accountId);
  return { portErrors: await observePortErrors(access, region, ids) };
}
