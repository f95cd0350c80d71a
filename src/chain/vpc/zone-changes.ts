import type { HostedZone } from '../../network/index.ts';
import type { PlannedVpcChange } from './applied.ts';
import type { VpcContext } from './context.ts';

/** Kept in every zone by Route 53 itself. */
const own = new Set(['NS', 'SOA']);

/**
 * Takes a private hosted zone away from the VPC, so that the VPC's endpoints and public DNS answer for its names again. A
 * zone that has no other VPC cannot be taken away from its last one: it is deleted. None where it was not seen whether it
 * has others, or a record cannot be deleted by what was seen of it.
 */
export function withoutZone(
  { network, account }: VpcContext,
  { hostedZoneId, records, vpcIds }: HostedZone,
): PlannedVpcChange[] {
  const { vpcId, region: vpcRegion } = network;
  if (vpcIds.state !== 'known' || records.state !== 'known') return [];
  if (vpcIds.value.some((id) => id !== vpcId)) {
    const kind = 'disassociate-hosted-zone';
    return [{ account, kind, hostedZoneId, vpcId, vpcRegion, reversibility: 'reversible' }];
  }
  const all = records.value.filter(({ type }) => !own.has(type));
  if (all.some(({ setIdentifier }) => setIdentifier !== undefined)) return [];
  const common = { account, hostedZoneId, reversibility: 'by hand' } as const;
  return [
    ...(all.length === 0
      ? []
      : [{ ...common, kind: 'delete-zone-records' as const, records: all }]),
    { ...common, kind: 'delete-hosted-zone' },
  ];
}

/** Lets a zone answer in the VPC as well. One of another account takes an authorization there first. */
export function withZone(
  { network, account }: VpcContext,
  { hostedZoneId }: HostedZone,
): PlannedVpcChange[] {
  const { vpcId, region: vpcRegion } = network;
  const kind = 'associate-hosted-zone';
  return [{ account, kind, hostedZoneId, vpcId, vpcRegion, reversibility: 'reversible' }];
}
