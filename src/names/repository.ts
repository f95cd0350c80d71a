import { formatArn } from './arn.ts';
import { partitionOf } from './partitions.ts';
import { ecrHostName } from './registry-host.ts';

/** A private registry: every account has one in each Region. */
export interface RegistryName {
  /** Id of the account whose registry it is: 12 digits. */
  readonly registryId: string;
  readonly region: string;
}

/** A private repository, which need not exist. */
export interface RepositoryName extends RegistryName {
  /** Path in the registry, such as `team/app`. */
  readonly name: string;
}

/** The registry as `account/region`: its key in a world. */
export function registryKey({ registryId, region }: RegistryName): string {
  return `${registryId}/${region}`;
}

/** The repository as `account/region/name`: its key in a world. */
export function repositoryKey(repository: RepositoryName): string {
  return `${registryKey(repository)}/${repository.name}`;
}

/** Parses a `repositoryKey`. */
export function parseRepositoryKey(key: string): RepositoryName {
  const [registryId = '', region = '', ...path] = key.split('/');
  return { registryId, region, name: path.join('/') };
}

/** ARN of a repository, in the partition of its Region. Source: Service Authorization Reference, Amazon ECR. */
export function repositoryArn({ registryId, region, name }: RepositoryName): string {
  return formatArn({
    partition: partitionOf(region).id,
    service: 'ecr',
    region,
    accountId: registryId,
    resource: `repository/${name}`,
  });
}

/** The name by which images of the repository are pulled, without tag or digest. */
export function repositoryUri({ registryId, region, name }: RepositoryName): string {
  return `${ecrHostName(registryId, region)}/${name}`;
}
