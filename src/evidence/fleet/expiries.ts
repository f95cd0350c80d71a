import {
  GetLifecyclePolicyCommand,
  type ImageDetail,
  paginateDescribeImages,
} from '@aws-sdk/client-ecr';
import { type Fact, known, unseen } from '../../chain/fact.ts';
import { type ExpiryFacts, expiriesUnder } from '../../chain/fleet/expiry.ts';
import type { World } from '../../chain/world.ts';
import type { LifecycleImage } from '../../ecr/lifecycle/image.ts';
import { parseRepositoryKey, repositoryArn } from '../../names/repository.ts';
import { clientFor } from '../aws/repository.ts';
import type { Sources } from '../collect.ts';
import { observe } from '../observe.ts';
import { forEachOf } from './turns.ts';

/** Repositories that are looked at together. */
const atOnce = 8;

/**
 * Looks at what lifecycle rules will do to the images of the repositories that exist.
 * @returns facts by `account/region/repository`.
 */
export async function observeExpiries(
  world: World,
  { accounts, now }: Sources,
): Promise<Record<string, Fact<ExpiryFacts>>> {
  const found: Record<string, Fact<ExpiryFacts>> = {};
  const keys = Object.keys(world.repositories).filter(
    (key) => world.repositories[key]?.state === 'known',
  );
  await forEachOf(keys.sort(), atOnce, async (key) => {
    const name = parseRepositoryKey(key);
    const names = { registryId: name.registryId, repositoryName: name.name };
    const client = clientFor(accounts.access(name.registryId), name.region);
    const permission = (action: string) => `ecr:${action} on ${repositoryArn(name)}`;
    const fact = `what lifecycle rules will do to the images of ${key}`;
    const policy = await observe(
      {
        fact,
        permission: permission('GetLifecyclePolicy'),
        absentOn: ['LifecyclePolicyNotFoundException'],
      },
      async () => (await client.send(new GetLifecyclePolicyCommand(names))).lifecyclePolicyText,
    );
    if (policy.state === 'unseen') found[key] = policy;
    if (policy.state !== 'known') return;
    const images = await observe(
      { fact, permission: permission('DescribeImages'), absentOn: [] },
      async () => {
        const all: LifecycleImage[] = [];
        for await (const { imageDetails } of paginateDescribeImages(
          { client },
          { ...names, filter: { imageStatus: 'ANY' } },
        )) {
          all.push(...(imageDetails ?? []).map(imageOf));
        }
        return all;
      },
    );
    if (images.state === 'unseen') found[key] = images;
    if (images.state === 'known') found[key] = judged(policy.value, images.value, now, fact);
  });
  return found;
}

function judged(
  policy: string,
  images: readonly LifecycleImage[],
  now: number,
  fact: string,
): Fact<ExpiryFacts> {
  try {
    return known(expiriesUnder(policy, images, now));
  } catch (error) {
    return unseen(
      fact,
      `a version of Hawser that knows this lifecycle policy (${(error as Error).message})`,
    );
  }
}

function imageOf(detail: ImageDetail): LifecycleImage {
  return {
    digest: detail.imageDigest ?? '',
    tags: detail.imageTags ?? [],
    pushedAt: detail.imagePushedAt?.getTime() ?? 0,
    lastPulledAt: detail.lastRecordedPullTime?.getTime(),
    lastActivatedAt: detail.lastActivatedAt?.getTime(),
    lastArchivedAt: detail.lastArchivedAt?.getTime(),
    storageClass: detail.imageStatus === 'ARCHIVED' ? 'ARCHIVE' : 'STANDARD',
    subject: detail.subjectManifestDigest,
  };
}
