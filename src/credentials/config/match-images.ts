import { partitions } from '../../names/partitions.ts';
import { CredentialError } from '../errors.ts';

/** The names that `--partition` takes. */
export const partitionNames: readonly string[] = [...partitions.map(({ id }) => id), 'all'];

/**
 * Every pattern of a partition's registries: ordinary and FIPS, over IPv4 and dual-stack, and ECR Public,
 * which takes the credentials of the commercial partition alone. A glob of the kubelet never crosses a
 * dot, so each form needs a pattern of its own.
 * @throws CredentialError `configuration` for a partition that there is not.
 */
export function matchImagesOf(partition: string): string[] {
  if (partition === 'all') return [...new Set(partitions.flatMap(({ id }) => matchImagesOf(id)))];
  const found = partitions.find(({ id }) => id === partition);
  if (found === undefined) {
    const names = partitionNames.join(', ');
    throw new CredentialError('configuration', `${JSON.stringify(partition)} is none of ${names}`);
  }
  const { dnsSuffix: single, dualStackRegistrySuffix: dualStack } = found;
  return [
    `*.dkr.ecr.*.${single}`,
    `*.dkr.ecr-fips.*.${single}`,
    ...(dualStack ? [`*.dkr-ecr.*.${dualStack}`, `*.dkr-ecr-fips.*.${dualStack}`] : []),
    ...(partition === 'aws' ? ['public.ecr.aws', 'ecr-public.aws.com'] : []),
  ];
}
