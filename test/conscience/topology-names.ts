// Private hosted zones that are wrong, or right, in the VPC of a node.
import assert from 'node:assert/strict';
import type { HostedZoneRecord, ZoneRecordSet } from '../../src/local/records/dns.ts';
import type { State } from '../../src/local/state.ts';

export function zonesOf(
  wrong: ReadonlySet<string>,
  { accountId, region, vpcId }: { accountId: string; region: string; vpcId: string },
): HostedZoneRecord[] {
  const others = wrong.has('zones of other VPCs as well') ? [{ id: 'vpc-other', region }] : [];
  const zone = (id: string, name: string, ...records: ZoneRecordSet[]): HostedZoneRecord => ({
    id,
    accountId,
    name: `${name}.${region}.amazonaws.com`,
    comment: '',
    callerReference: id,
    vpcs: [{ id: vpcId, region }, ...others],
    records,
    createdAt: 0,
  });
  const star = `*.dkr.ecr.${region}.amazonaws.com`;
  const endpoint = `vpce-0ecrdkr-1a2b.dkr.ecr.${region}.vpce.amazonaws.com`;
  return [
    ...(wrong.has('a zone without records above ECR') ? [zone('Z0ECR', 'ecr')] : []),
    ...(wrong.has('a zone without records above S3') ? [zone('Z0S3', 's3')] : []),
    ...(wrong.has('a zone that points to an address of nobody')
      ? [zone('Z0GONE', 'dkr.ecr', { name: star, type: 'A', ttl: 60, values: ['10.0.64.222'] })]
      : []),
    ...(wrong.has('a zone that points to the endpoint of the registry')
      ? [
          zone('Z1DKR', 'dkr.ecr', {
            name: star,
            type: 'A',
            values: [],
            alias: { zoneId: 'Z38GZ743OKFT7T', name: endpoint },
          }),
        ]
      : []),
  ];
}

/** What a call of Route 53 does: its client is no dependency, and test/e2e sends these calls with the real CLI. */
export function applyToZones(
  { hostedZones }: Pick<State, 'hostedZones'>,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): void {
  const zone = hostedZones.get(String(input.HostedZoneId ?? input.Id));
  assert.ok(zone, `${operation} of a zone that is gone`);
  switch (operation) {
    case 'DisassociateVPCFromHostedZone': {
      const { VPCId } = input.VPC as { readonly VPCId: string };
      const vpcs = zone.vpcs.filter(({ id }) => id !== VPCId);
      assert.ok(vpcs.length > 0 && vpcs.length < zone.vpcs.length, operation);
      hostedZones.put(zone.id, { ...zone, vpcs });
      return;
    }
    case 'AssociateVPCWithHostedZone': {
      const { VPCId, VPCRegion } = input.VPC as Readonly<Record<'VPCId' | 'VPCRegion', string>>;
      hostedZones.put(zone.id, { ...zone, vpcs: [...zone.vpcs, { id: VPCId, region: VPCRegion }] });
      return;
    }
    case 'ChangeResourceRecordSets':
      hostedZones.put(zone.id, { ...zone, records: [] });
      return;
    case 'DeleteHostedZone':
      assert.equal(zone.records.length, 0, operation);
      hostedZones.delete(zone.id);
      return;
    default:
      assert.fail(`${operation} is not known here`);
  }
}
