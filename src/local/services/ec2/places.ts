import type { Operation } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { regions, zonesOf } from '../../vpc/zones.ts';
import { type Filter, filtered } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { ownOf, placeOf } from './kind.ts';
import { vpcs } from './kinds.ts';
import { reads } from './operation.ts';
import type { Outputs } from './outputs.generated.ts';

interface DescribeZones {
  readonly ZoneNames?: readonly string[];
  readonly ZoneIds?: readonly string[];
  readonly Filters?: readonly Filter[];
}

const describeZones = reads<DescribeZones, Outputs['DescribeAvailabilityZones']>(
  'DescribeAvailabilityZones',
  async ({ ZoneNames, ZoneIds, Filters = [] }, call) => {
    const place = placeOf(call);
    const all = zonesOf(call.region).map(({ name, id }) => ({ ...place, id, name, tags: {} }));
    const missing =
      ZoneNames?.find((name) => !all.some((zone) => zone.name === name)) ??
      ZoneIds?.find((id) => !all.some((zone) => zone.id === id));
    if (missing !== undefined) {
      throw ec2Errors.invalid(`Invalid availability zone: [${missing}]`);
    }
    type One = (typeof all)[number];
    const filters = {
      'zone-name': ({ name }: One) => [name],
      'zone-id': ({ id }: One) => [id],
      'region-name': ({ region }: One) => [region],
      state: () => ['available'],
      'zone-type': () => ['availability-zone'],
      'opt-in-status': () => ['opt-in-not-required'],
      'group-name': ({ region }: One) => [region],
    };
    const passing = await filtered<One>({ filters }, call, all, Filters);
    const wanted = passing.filter(
      ({ name, id }) => (ZoneNames?.includes(name) ?? true) && (ZoneIds?.includes(id) ?? true),
    );
    return {
      AvailabilityZones: wanted.map(({ name, id, region }) => ({
        ZoneName: name,
        ZoneId: id,
        RegionName: region,
        GroupName: region,
        NetworkBorderGroup: region,
        ZoneType: 'availability-zone',
        State: 'available',
        OptInStatus: 'opt-in-not-required',
        Messages: [],
      })),
    };
  },
);

const describeRegions = reads<
  { readonly RegionNames?: readonly string[] },
  Outputs['DescribeRegions']
>('DescribeRegions', ({ RegionNames }) => {
  const missing = RegionNames?.find((name) => !regions.includes(name));
  if (missing !== undefined) throw ec2Errors.invalid(`Invalid region name: ${missing}`);
  return {
    Regions: regions
      .filter((name) => RegionNames?.includes(name) ?? true)
      .map((name) => ({
        RegionName: name,
        Endpoint: `ec2.${name}.amazonaws.com`,
        OptInStatus: 'opt-in-not-required',
      })),
  };
});

const describeAttributes = reads<
  { readonly AttributeNames?: readonly string[] },
  Outputs['DescribeAccountAttributes']
>('DescribeAccountAttributes', ({ AttributeNames }, call) => {
  const values: Readonly<Record<string, readonly string[]>> = {
    'supported-platforms': ['VPC'],
    'default-vpc': [ownOf(vpcs, call).find(({ isDefault }) => isDefault)?.id ?? 'none'],
    'max-instances': ['20'],
    'vpc-max-security-groups-per-interface': ['5'],
    'max-elastic-ips': ['5'],
    'vpc-max-elastic-ips': ['5'],
  };
  const missing = AttributeNames?.find((name) => values[name] === undefined);
  if (missing !== undefined) {
    throw new AwsError('InvalidParameterValue', `Invalid attribute name: ${missing}`);
  }
  return {
    AccountAttributes: Object.entries(values)
      .filter(([name]) => AttributeNames?.includes(name) ?? true)
      .map(([AttributeName, all]) => ({
        AttributeName,
        AttributeValues: all.map((AttributeValue) => ({ AttributeValue })),
      })),
  };
});

export const placeOperations: Readonly<Record<string, Operation>> = {
  DescribeAvailabilityZones: describeZones,
  DescribeRegions: describeRegions,
  DescribeAccountAttributes: describeAttributes,
};
