/** An Availability Zone of a Region. */
export interface Zone {
  readonly name: string;
  /** The same for every account, such as `euw1-az1`. */
  readonly id: string;
}

/** The zones of a Region: three of each, as most Regions have. */
export function zonesOf(region: string): readonly Zone[] {
  return ['a', 'b', 'c'].map((letter, at) => ({
    name: `${region}${letter}`,
    id: `${shortName(region)}-az${at + 1}`,
  }));
}

export function zoneId(zone: string): string {
  const region = zone.slice(0, -1);
  return zonesOf(region).find(({ name }) => name === zone)?.id ?? `${shortName(region)}-az1`;
}

/** AWS's short form, such as `use1` of `us-east-1` and `apne1` of `ap-northeast-1`. */
function shortName(region: string): string {
  const [area = '', ...rest] = region.split('-');
  const place = rest.slice(0, -1).join('-');
  const parts = place.match(/north|south|east|west|central|gov|iso/g) ?? [];
  const letters = parts.map((part) => part[0]);
  return `${area}${letters.join('')}${rest.at(-1) ?? ''}`;
}

/** The Regions that an account has without opting in. Source: EC2 User Guide, "Available Regions". */
export const regions: readonly string[] = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];
