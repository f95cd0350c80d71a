import { InvalidReference } from './errors.ts';
import { parseReference, type Reference, withDefaultTag } from './reference.ts';
import { parseEcrHost } from './registry-host.ts';
import { type RepositoryName, registryKey, repositoryArn, repositoryKey } from './repository.ts';

/** An image in a private registry of ECR, by its reference; it need not exist. */
export interface EcrImage extends RepositoryName {
  /** As the reference names it, with its port if it has one. */
  readonly host: string;
  /** Domain suffix of the host, such as `amazonaws.com`. */
  readonly suffix: string;
  /** Id of the partition that the Region is in. */
  readonly partition: string;
  /** `account/region`. */
  readonly registryKey: string;
  /** `account/region/repository`. */
  readonly repositoryKey: string;
  readonly repositoryArn: string;
  /** `account/region/repository:tag` or `…@digest`. */
  readonly imageKey: string;
}

/**
 * @returns the image that a reference names, or undefined when its registry is not a private one of ECR: also
 * when its Region has another suffix or does not exist, for then no registry of ECR answers there.
 */
export function ecrImageOf(reference: Reference): EcrImage | undefined {
  const host = parseEcrHost(reference.domain);
  if (host === undefined) return undefined;
  const { registryId, region, suffix, partition } = host;
  const repository = { registryId, region, name: reference.path };
  const key = repositoryKey(repository);
  return {
    ...repository,
    host: reference.domain,
    suffix,
    partition,
    registryKey: registryKey(repository),
    repositoryKey: key,
    repositoryArn: repositoryArn(repository),
    imageKey:
      reference.digest === undefined ? `${key}:${reference.tag}` : `${key}@${reference.digest}`,
  };
}

/** The same for an image as it is written; undefined as well where it is no reference. */
export function ecrImageNamed(image: string): EcrImage | undefined {
  try {
    return ecrImageOf(withDefaultTag(parseReference(image)));
  } catch (error) {
    if (error instanceof InvalidReference) return undefined;
    throw error;
  }
}
