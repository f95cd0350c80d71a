import type { Call } from '../../core/call.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { VpcEndpointRecord, VpcRecord } from '../../state.ts';
import { createInterface } from '../../vpc/interfaces.ts';
import { findIn } from '../../vpc/lookups.ts';
import { ec2Errors } from './errors.ts';
import { networkOf, ownOf, placeOf, requireOne } from './kind.ts';
import { endpoints, subnets } from './kinds.ts';
import { noAddressLeft } from './nat-gateways.ts';
import { routeTables } from './table-kinds.ts';

/** Gives an interface endpoint an interface in each subnet: at most one in a zone. */
export function addInterfaces(
  call: Call,
  endpoint: VpcEndpointRecord,
  subnetIds: readonly string[],
): VpcEndpointRecord {
  const network = networkOf(call);
  const added = subnetIds.map((id) => requireOne(subnets, call, id));
  const all = [...endpoint.subnetIds, ...subnetIds].map((id) => requireOne(subnets, call, id));
  if (all.some(({ vpcId }) => vpcId !== endpoint.vpcId)) {
    throw ec2Errors.invalid(`The subnets must all be in the VPC ${endpoint.vpcId}`);
  }
  if (new Set(all.map(({ zone }) => zone)).size < all.length) {
    throw new AwsError(
      'DuplicateSubnetsInSameZone',
      `Found another VPC endpoint subnet in the availability zone of ${added.at(-1)?.id ?? ''}`,
    );
  }
  const made = added.map((subnet) => {
    const one = createInterface(network, subnet, {
      groupIds: endpoint.groupIds,
      kind: 'vpc_endpoint',
      description: `VPC Endpoint Interface ${endpoint.id}`,
      attachedAt: call.now,
    });
    if (one === undefined) throw noAddressLeft(subnet.id);
    return one.id;
  });
  return {
    ...endpoint,
    subnetIds: [...endpoint.subnetIds, ...subnetIds],
    interfaceIds: [...endpoint.interfaceIds, ...made],
  };
}

/** Takes an interface endpoint out of subnets. */
export function removeInterfaces(
  call: Call,
  endpoint: VpcEndpointRecord,
  subnetIds: readonly string[],
): VpcEndpointRecord {
  const network = networkOf(call);
  const gone = endpoint.interfaceIds.filter((id) =>
    subnetIds.includes(findIn(network.interfaces, endpoint, id)?.subnetId ?? ''),
  );
  for (const id of gone) network.interfaces.delete(networkKey({ ...placeOf(call), id }));
  return {
    ...endpoint,
    subnetIds: endpoint.subnetIds.filter((id) => !subnetIds.includes(id)),
    interfaceIds: endpoint.interfaceIds.filter((id) => !gone.includes(id)),
  };
}

/** The tables of an endpoint, each once. @throws AwsError for a table of another VPC. */
export function requireGatewayTables(
  call: Call,
  vpc: Pick<VpcRecord, 'id'>,
  ids: readonly string[] = [],
): readonly string[] {
  const distinct = [...new Set(ids)];
  for (const id of distinct) {
    if (requireOne(routeTables, call, id).vpcId !== vpc.id) {
      throw ec2Errors.invalid(`Route table ${id} is not in the VPC ${vpc.id}`);
    }
  }
  return distinct;
}

/**
 * Checks that an endpoint may have private DNS. Source: AWS PrivateLink guide, "Private DNS".
 * @throws AwsError `InvalidParameter`.
 */
export function requirePrivateDns(
  call: Call,
  vpc: VpcRecord,
  serviceName: string,
  except?: string,
): void {
  if (!vpc.enableDnsSupport || !vpc.enableDnsHostnames) {
    throw new AwsError(
      'InvalidParameter',
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.id}`,
    );
  }
  const holder = ownOf(endpoints, call).find(
    (one) =>
      one.vpcId === vpc.id &&
      one.serviceName === serviceName &&
      one.privateDnsEnabled &&
      one.id !== except,
  );
  if (holder !== undefined) {
    throw new AwsError(
      'InvalidParameter',
      `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${serviceName} in the VPC ${vpc.id}`,
    );
  }
}
