/** A partition of AWS: which Regions are in it and under which domains its APIs answer. */
export interface Partition {
  readonly id: string;
  /** Domain of its APIs over IPv4. */
  readonly dnsSuffix: string;
  /** Domain of its APIs over IPv4 and IPv6. */
  readonly dualStackDnsSuffix: string;
}

/** Source: partitions.json of the AWS SDKs; the specification beside this compares with the SDK. */
const partitions: readonly (Partition & { readonly regions: RegExp })[] = [
  partition('aws-cn', /^cn-/, 'amazonaws.com.cn', 'api.amazonwebservices.com.cn'),
  partition('aws-us-gov', /^us-gov-/, 'amazonaws.com', 'api.aws'),
  partition('aws-eusc', /^eusc-/, 'amazonaws.eu', 'api.amazonwebservices.eu'),
  partition('aws-iso', /^us-iso-/, 'c2s.ic.gov', 'api.aws.ic.gov'),
  partition('aws-iso-b', /^us-isob-/, 'sc2s.sgov.gov', 'api.aws.scloud'),
  partition('aws-iso-e', /^eu-isoe-/, 'cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk'),
  partition('aws-iso-f', /^us-isof-/, 'csp.hci.ic.gov', 'api.aws.hci.ic.gov'),
];
const commercial: Partition = {
  id: 'aws',
  dnsSuffix: 'amazonaws.com',
  dualStackDnsSuffix: 'api.aws',
};

/** @returns the partition of a Region, also of one that opens after this was written. */
export function partitionOf(region: string): Partition {
  return partitions.find(({ regions }) => regions.test(region)) ?? commercial;
}

/** Every domain under which an API of AWS answers, in any partition. */
export const dnsSuffixes: readonly string[] = [
  ...new Set(
    [commercial, ...partitions].flatMap(({ dnsSuffix, dualStackDnsSuffix }) => [
      dnsSuffix,
      dualStackDnsSuffix,
    ]),
  ),
];

function partition(id: string, regions: RegExp, dnsSuffix: string, dualStackDnsSuffix: string) {
  return { id, regions, dnsSuffix, dualStackDnsSuffix };
}
