// Rules of security groups and network ACLs that are wrong.
import type { NetworkAclEntryRecord } from '../../src/local/records/network.ts';

const toAll = '0.0.0.0/0';

/** Rules outwards in place of all; undefined where nothing is wrong with them. */
export function outwardRules(wrong: ReadonlySet<string>, vpcCidr: string, s3List: string) {
  const rule = (more: object) => ({
    id: 'sgr-0out',
    isEgress: true,
    protocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    tags: {},
    ...more,
  });
  if (wrong.has('group without rules outwards')) return [];
  if (wrong.has('group that lets the VPC in only')) return [rule({ cidrIpv4: vpcCidr })];
  if (wrong.has('group that lets S3 out only')) return [rule({ prefixListId: s3List })];
  if (wrong.has('group that lets port 80 out only')) {
    return [rule({ fromPort: 80, toPort: 80, cidrIpv4: toAll })];
  }
  return undefined;
}

/** The entries of the VPC's network ACL; undefined where nothing is wrong with them. */
export function aclEntries(
  wrong: ReadonlySet<string>,
  other: string,
): NetworkAclEntryRecord[] | undefined {
  const entry = (
    number: number,
    isEgress: boolean,
    action: 'allow' | 'deny',
    more: Partial<NetworkAclEntryRecord> = {},
  ): NetworkAclEntryRecord => ({ number, isEgress, action, protocol: '-1', cidr: toAll, ...more });
  const tcp = (fromPort: number, toPort: number) => ({ protocol: '6', fromPort, toPort });
  const open = [entry(100, true, 'allow'), entry(100, false, 'allow')];
  if (wrong.has('ACL without entries')) return [];
  if (wrong.has('ACL that allows 443 out and answers only')) {
    return [entry(10, true, 'allow', tcp(443, 443)), entry(10, false, 'allow', tcp(1024, 65_535))];
  }
  const denies = [
    ...(wrong.has('ACL that denies 443 out') ? [entry(50, true, 'deny', tcp(443, 443))] : []),
    ...(wrong.has('ACL that denies answers') ? [entry(51, false, 'deny', tcp(1024, 65_535))] : []),
    ...(wrong.has('ACL that denies the other subnet')
      ? [entry(52, true, 'deny', { cidr: other })]
      : []),
  ];
  return denies.length === 0 ? undefined : [...denies, ...open];
}

/** VPC Block Public Access, and what is excluded from it. */
export function publicAccessOf(
  wrong: ReadonlySet<string>,
  { vpcId, ...place }: { accountId: string; region: string; vpcId: string },
) {
  const owned = { ...place, tags: {}, changedAt: 0, createdAt: 0 };
  const exclusion = (mode: 'allow-bidirectional' | 'allow-egress') =>
    ['publicAccessExclusions', { ...owned, id: `x-${mode}`, mode, resourceId: vpcId }] as const;
  const both = wrong.has('public access blocked both ways');
  const mode = both ? 'block-bidirectional' : 'block-ingress';
  return [
    ...(both || wrong.has('public access blocked inwards')
      ? [['publicAccess', { ...owned, id: 'options', mode }] as const]
      : []),
    ...(wrong.has('the VPC excluded from the block') ? [exclusion('allow-bidirectional')] : []),
    ...(wrong.has('the VPC excluded from the block outwards') ? [exclusion('allow-egress')] : []),
  ];
}
