import { CredentialError } from '../errors.ts';

/** Domains under which the registries of each partition answer; the second of two is dual-stack. */
const domains: Readonly<Record<string, readonly string[]>> = {
  aws: ['amazonaws.com', 'on.aws'],
  'aws-cn': ['amazonaws.com.cn', 'on.amazonwebservices.com.cn'],
  'aws-us-gov': ['amazonaws.com', 'on.aws'],
  'aws-eusc': ['amazonaws.eu'],
  'aws-iso': ['c2s.ic.gov'],
  'aws-iso-b': ['sc2s.sgov.gov'],
  'aws-iso-e': ['cloud.adc-e.uk'],
  'aws-iso-f': ['csp.hci.ic.gov'],
};

/** The names that `--partition` takes. */
export const partitionNames: readonly string[] = [...Object.keys(domains), 'all'];

/**
 * Every pattern of a partition's registries: ordinary and FIPS, over IPv4 and dual-stack, and ECR Public,
 * which takes the credentials of the commercial partition alone. A glob of the kubelet never crosses a
 * dot, so each form needs a pattern of its own.
 * @throws CredentialError `configuration` for a partition that there is not.
 */
export function matchImagesOf(partition: string): string[] {
  if (partition === 'all') return [...new Set(Object.keys(domains).flatMap(matchImagesOf))];
  if (!Object.hasOwn(domains, partition)) {
    const names = partitionNames.join(', ');
    throw new CredentialError('configuration', `${JSON.stringify(partition)} is none of ${names}`);
  }
  const [single = '', dualStack] = domains[partition] ?? [];
  return [
    `*.dkr.ecr.*.${single}`,
    `*.dkr.ecr-fips.*.${single}`,
    ...(dualStack ? [`*.dkr-ecr.*.${dualStack}`, `*.dkr-ecr-fips.*.${dualStack}`] : []),
    ...(partition === 'aws' ? ['public.ecr.aws', 'ecr-public.aws.com'] : []),
  ];
}
