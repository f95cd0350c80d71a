import type { Subject } from '../chain/subject.ts';
import { mayLackQuota, quotaOwner } from '../chain/usage.ts';
import type { World } from '../chain/world.ts';
import { observeUsage } from './aws/usage.ts';
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
