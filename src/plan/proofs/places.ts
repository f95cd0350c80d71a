import { type EcrImage, ecrImageNamed } from '../../names/ecr-image.ts';
import { repositoryUri } from '../../names/repository.ts';
import type { SpecRepository } from '../../spec/types.ts';

type Repository = Pick<SpecRepository, 'account' | 'region' | 'name'>;

/** The image that stands for every image of a repository: by its name without a tag. */
export function imageOf({ account, region, name }: Repository): string {
  return repositoryUri({ registryId: account.id, region, name });
}

/** The same in the terms of the chain. */
export function placeOf(repository: Repository): EcrImage {
  const place = ecrImageNamed(imageOf(repository));
  if (place === undefined) throw new TypeError(`${imageOf(repository)} is no image of ECR`);
  return place;
}
