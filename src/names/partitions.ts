/** A partition of AWS: which Regions are in it and under which domains its services answer. */
export interface Partition {
  /** As ARNs name it, such as `aws-cn`. */
  readonly id: string;
  /** How the names of its Regions begin; of the commercial partition, which has all others, empty. */
  readonly regionPrefix: string;
  /** Domain of its APIs and private registries over IPv4. */
  readonly dnsSuffix: string;
  /** Domain of its APIs over IPv4 and IPv6. */
  readonly dualStackDnsSuffix: string;
  /** Domain of its private registries over IPv4 and IPv6, where they have one. */
  readonly dualStackRegistrySuffix?: string;
}

const commercial: Partition = {
  id: 'aws',
  regionPrefix: '',
  dnsSuffix: 'amazonaws.com',
  dualStackDnsSuffix: 'api.aws',
  dualStackRegistrySuffix: 'on.aws',
};

/**
 * Every partition, the commercial one first.
 * Source: partitions.json of the AWS SDKs; for registries, Amazon ECR endpoints and quotas, and the ECR User Guide on
 * dual-stack endpoints.
 */
export const partitions: readonly Partition[] = [
  commercial,
  {
    id: 'aws-cn',
    regionPrefix: 'cn-',
    dnsSuffix: 'amazonaws.com.cn',
    dualStackDnsSuffix: 'api.amazonwebservices.com.cn',
    dualStackRegistrySuffix: 'on.amazonwebservices.com.cn',
  },
  {
    id: 'aws-us-gov',
    regionPrefix: 'us-gov-',
    dnsSuffix: 'amazonaws.com',
    dualStackDnsSuffix: 'api.aws',
    dualStackRegistrySuffix: 'on.aws',
  },
  {
    id: 'aws-eusc',
    regionPrefix: 'eusc-',
    dnsSuffix: 'amazonaws.eu',
    dualStackDnsSuffix: 'api.amazonwebservices.eu',
  },
  {
    id: 'aws-iso',
    regionPrefix: 'us-iso-',
    dnsSuffix: 'c2s.ic.gov',
    dualStackDnsSuffix: 'api.aws.ic.gov',
  },
  {
    id: 'aws-iso-b',
    regionPrefix: 'us-isob-',
    dnsSuffix: 'sc2s.sgov.gov',
    dualStackDnsSuffix: 'api.aws.scloud',
  },
  {
    id: 'aws-iso-e',
    regionPrefix: 'eu-isoe-',
    dnsSuffix: 'cloud.adc-e.uk',
    dualStackDnsSuffix: 'api.cloud-aws.adc-e.uk',
  },
  {
    id: 'aws-iso-f',
    regionPrefix: 'us-isof-',
    dnsSuffix: 'csp.hci.ic.gov',
    dualStackDnsSuffix: 'api.aws.hci.ic.gov',
  },
];

const withPrefix = partitions.filter(({ regionPrefix }) => regionPrefix !== '');

/** @returns the partition of a Region, including Regions that opened after this was written. */
export function partitionOf(region: string): Partition {
  return withPrefix.find(({ regionPrefix }) => region.startsWith(regionPrefix)) ?? commercial;
}

/** @returns whether it is the name of a partition in ARNs. */
export function isPartition(id: string): boolean {
  return partitions.some((partition) => partition.id === id);
}

/** Every domain under which an API of AWS answers, in any partition. */
export const dnsSuffixes: readonly string[] = [
  ...new Set(partitions.flatMap((each) => [each.dnsSuffix, each.dualStackDnsSuffix])),
];
