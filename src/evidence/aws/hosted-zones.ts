import type { QueryContext } from '../../aws/client/ec2-query.ts';
import {
  getHostedZoneVpcs,
  listHostedZonesByVpc,
  listResourceRecordSets,
  type ZoneSummary,
} from '../../aws/client/route53.ts';
import { type Fact, known } from '../../chain/fact.ts';
import { networkListOf } from '../../chain/world.ts';
import type { HostedZone, ZoneRecord } from '../../network/index.ts';
import { observe } from '../observe.ts';
import type { Access } from './accounts.ts';
import { noSuchApi } from './no-such-api.ts';

/** Domains under which the hosts of a pull are: zones of other names say nothing about them. */
const domains = ['amazonaws.com', 'amazonaws.com.cn', 'on.aws', 'api.aws'];
/** Zones that stand for the private names of endpoints, which the endpoints tell themselves. */
const ofEndpoints = 'vpce.amazonaws.com';

/** Looks at the private hosted zones of a VPC, and at the records of those that may hold a host of a pull. */
export async function observeHostedZones(
  access: Access,
  vpcId: string,
  context: QueryContext,
): Promise<Fact<readonly HostedZone[]>> {
  const look = { ...networkListOf('hostedZones', vpcId), absentOn: noSuchApi };
  const zones = await observe(look, () => listHostedZonesByVpc(vpcId, context));
  if (zones.state !== 'known') return zones;
  const own = zones.value.filter(({ owner, name }) => owner !== ofEndpoints && mayHold(name));
  return known(
    await Promise.all(
      own.map(async (zone) => ({
        hostedZoneId: zone.id,
        name: zone.name,
        records: await observeRecords(access, zone, context),
        vpcIds: await observeVpcs(access, zone, context),
      })),
    ),
  );
}

/** A zone may hold names of a domain that it is above or below of. */
function mayHold(name: string): boolean {
  return domains.some(
    (domain) => name === domain || name.endsWith(`.${domain}`) || domain.endsWith(`.${name}`),
  );
}

/** Route 53 tells the records of a zone to its own account only. */
function observeRecords(
  access: Access,
  { id, name, owner }: ZoneSummary,
  context: QueryContext,
): Promise<Fact<readonly ZoneRecord[]>> {
  const inOwner = owner === access.accountId ? '' : ` in account ${owner}`;
  const look = {
    fact: `the records of private hosted zone ${id} (${name})`,
    permission: `route53:ListResourceRecordSets on arn:aws:route53:::hostedzone/${id}${inOwner}`,
    absentOn: [],
  };
  return observe(look, () => listResourceRecordSets(id, context));
}

/** The VPCs of a zone: the last one cannot be taken away from it. */
function observeVpcs(
  access: Access,
  { id, name, owner }: ZoneSummary,
  context: QueryContext,
): Promise<Fact<readonly string[]>> {
  const inOwner = owner === access.accountId ? '' : ` in account ${owner}`;
  const look = {
    fact: `the VPCs of private hosted zone ${id} (${name})`,
    permission: `route53:GetHostedZone on arn:aws:route53:::hostedzone/${id}${inOwner}`,
    absentOn: [],
  };
  return observe(look, () => getHostedZoneVpcs(id, context));
}
