import { ListImagesCommand } from '@aws-sdk/client-ecr';
import { clientFor } from '../../evidence/aws/repository.ts';
import type { SpecAccess } from '../accounts.ts';
import { PlanError } from '../errors.ts';
import { inParallel } from '../observe/in-parallel.ts';
import type { ResourceChange, Risk } from './types.ts';

/** Marks the repositories that would go with images in them: asked only of those that are to go. */
export async function withLostImages(
  changes: readonly ResourceChange[],
  access: SpecAccess,
): Promise<ResourceChange[]> {
  return inParallel(8, changes, async (change) => {
    const [step] = change.steps;
    if (step?.kind !== 'delete-repository') return change;
    const client = clientFor(access.of(change.account), step.region);
    const { imageIds = [] } = await client.send(
      new ListImagesCommand({ repositoryName: step.repository, maxResults: 1000 }),
    );
    if (imageIds.length === 0) return change;
    const count = new Set(imageIds.map(({ imageDigest }) => imageDigest)).size;
    const text = `${count}${imageIds.length === 1000 ? ' or more' : ''} images are deleted with it`;
    const risk: Risk = { kind: 'loses-images', text };
    return { ...change, risk: [...change.risk, risk] };
  });
}

/** @throws PlanError `KEEPS_IMAGES` before anything is touched. */
export function requireLeaveToDelete(changes: readonly ResourceChange[], told: boolean): void {
  if (told) return;
  const lossy = changes.filter(({ risk }) => risk.some(({ kind }) => kind === 'loses-images'));
  if (lossy.length === 0) return;
  throw new PlanError(
    'KEEPS_IMAGES',
    `${lossy.map(({ address }) => address).join(', ')} would be deleted with images`,
    'Give --delete-images to delete them for good, or keep the repository in the spec. Nothing was touched.',
  );
}
