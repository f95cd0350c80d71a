import { createHash } from 'node:crypto';

/** A prefix list that AWS keeps: the addresses of a service in a Region. */
export interface ManagedPrefixList {
  readonly id: string;
  readonly name: string;
  readonly cidrs: readonly string[];
}

/** Services that gateway endpoints lead to (VPC User Guide, "Gateway endpoints"). */
const gatewayServices = ['s3', 'dynamodb'] as const;

/** AWS's own prefix lists of a Region. */
export function managedPrefixLists(region: string): readonly ManagedPrefixList[] {
  return gatewayServices.map((service) => {
    const name = `com.amazonaws.${region}.${service}`;
    return { id: servicePrefixListId(name), name, cidrs: blocksOf(service, region) };
  });
}

/** The id of the prefix list of a service, such as `com.amazonaws.eu-west-1.s3`: short, as AWS's own are. */
export function servicePrefixListId(serviceName: string): string {
  return `pl-${digest(serviceName).toString('hex').slice(0, 8)}`;
}

/** Blocks that no two emulated Regions share, from the ranges that AWS has for the service. */
function blocksOf(service: (typeof gatewayServices)[number], region: string): string[] {
  const [a = 0, b = 0] = digest(region);
  if (service === 'dynamodb') return [`52.94.${a}.0/24`];
  return [`3.5.${a}.0/24`, `52.${216 + (b % 4)}.${a}.0/24`];
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
