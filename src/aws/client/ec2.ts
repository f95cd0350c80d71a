import type { Credentials } from './credentials/source.ts';
import { callEc2 } from './ec2-query.ts';
import type { Environment } from './proxy.ts';
import { childAt, itemsAt, textAt, type XmlElement } from './xml.ts';

/** The properties of an instance that are used here. */
export interface InstanceDescription {
  readonly ownerId: string;
  /** ARN of its instance profile; undefined when it has none. */
  readonly instanceProfileArn: string | undefined;
  /** Its primary network interface; undefined when EC2 returns none. */
  readonly primaryInterface: InterfaceDescription | undefined;
  readonly metadataOptions: MetadataOptionsDescription | undefined;
}

export interface InterfaceDescription {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly groupIds: readonly string[];
  readonly privateIp: string | undefined;
  readonly publicIp: string | undefined;
  readonly ipv6Addresses: readonly string[];
}

export interface MetadataOptionsDescription {
  readonly endpoint: string;
  readonly tokens: string;
  readonly hopLimit: number;
}

/**
 * Describes an instance (EC2 API Reference, DescribeInstances).
 * @returns undefined when the answer has no such instance.
 * @throws CallError with EC2's code, such as `InvalidInstanceID.NotFound`
 */
export async function describeInstance(
  instanceId: string,
  region: string,
  credentials: Credentials,
  environment: Environment,
): Promise<InstanceDescription | undefined> {
  const answer = await callEc2(
    'DescribeInstances',
    { 'InstanceId.1': instanceId },
    { region, credentials, environment },
  );
  for (const reservation of itemsAt(answer, 'reservationSet')) {
    for (const instance of itemsAt(reservation, 'instancesSet')) {
      if (textAt(instance, 'instanceId') !== instanceId) continue;
      const ownerId = textAt(reservation, 'ownerId');
      if (ownerId === undefined) return undefined;
      return {
        ownerId,
        instanceProfileArn: textAt(instance, 'iamInstanceProfile', 'arn'),
        primaryInterface: primaryOf(instance),
        metadataOptions: metadataOptionsOf(instance),
      };
    }
  }
  return undefined;
}

/** The interface with device index 0 on network card 0: the kubelet's and the container runtime's connections leave by it. */
function primaryOf(instance: XmlElement): InterfaceDescription | undefined {
  const all = itemsAt(instance, 'networkInterfaceSet');
  const found = all.find(
    (one) =>
      textAt(one, 'attachment', 'deviceIndex') === '0' &&
      (textAt(one, 'attachment', 'networkCardIndex') ?? '0') === '0',
  );
  const vpcId = found && textAt(found, 'vpcId');
  const subnetId = found && textAt(found, 'subnetId');
  if (found === undefined || vpcId === undefined || subnetId === undefined) return undefined;
  return {
    vpcId,
    subnetId,
    groupIds: itemsAt(found, 'groupSet').flatMap((one) => textAt(one, 'groupId') ?? []),
    privateIp: textAt(found, 'privateIpAddress'),
    publicIp: textAt(found, 'association', 'publicIp'),
    ipv6Addresses: itemsAt(found, 'ipv6AddressesSet').flatMap(
      (one) => textAt(one, 'ipv6Address') ?? [],
    ),
  };
}

function metadataOptionsOf(instance: XmlElement): MetadataOptionsDescription | undefined {
  const options = childAt(instance, 'metadataOptions');
  const endpoint = options && textAt(options, 'httpEndpoint');
  if (options === undefined || endpoint === undefined) return undefined;
  return {
    endpoint,
    tokens: textAt(options, 'httpTokens') ?? 'optional',
    hopLimit: Number(textAt(options, 'httpPutResponseHopLimit') ?? 1),
  };
}
