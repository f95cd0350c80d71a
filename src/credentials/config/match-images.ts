import { partitions } from '../../names/partitions.ts';
import { CredentialError } from '../errors.ts';

/** The names that `--partition` accepts. */
export const partitionNames: readonly string[] = [...partitions.map(({ id }) => id), 'all'];

/**
 * Every pattern of a partition's registries: standard and FIPS, over IPv4 and dual-stack, and ECR Public, which
 * accepts the credentials of the commercial partition alone. A glob of the kubelet never matches a dot, so each
 * form needs its own pattern.
 * @throws CredentialError `configuration` for an unknown partition.
 */
export function matchImagesOf(partition: string): string[] {
  if (partition === 'all') return [...new Set(partitions.flatMap(({ id }) => matchImagesOf(id)))];
  const found = partitions.find(({ id }) => id === partition);
  if (found === undefined) {
    const names = partitionNames.join(', ');
    throw new CredentialError(
      'configuration',
      `${JSON.stringify(partition)} is not one of ${names}`,
    );
  }
  const { dnsSuffix: single, dualStackRegistrySuffix: dualStack } = found;
  return [
    `*.dkr.ecr.*.${single}`,
    `*.dkr.ecr-fips.*.${single}`,
    ...(dualStack ? [`*.dkr-ecr.*.${dualStack}`, `*.dkr-ecr-fips.*.${dualStack}`] : []),
    ...(partition === 'aws' ? ['public.ecr.aws', 'ecr-public.aws.com'] : []),
  ];
}
