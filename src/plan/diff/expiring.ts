import {
  DescribeImagesCommand,
  type ECRClient,
  paginateGetLifecyclePolicyPreview,
  StartLifecyclePolicyPreviewCommand,
  waitUntilLifecyclePolicyPreviewComplete,
} from '@aws-sdk/client-ecr';
import { clientFor } from '../../evidence/aws/repository.ts';
import type { SpecAccess } from '../accounts.ts';
import type { Current } from '../observe/current.ts';
import { inParallel } from '../observe/in-parallel.ts';
import type { ResourceChange, Risk } from './types.ts';

/** Days after its last pull for which an image counts as used. */
const used = 30;
const day = 24 * 3_600_000;
/** Seconds for ECR to say what a policy would do. */
const patience = 120;
/** Images that one call describes (ECR API Reference, DescribeImages). */
const together = 100;

/**
 * Marks the lifecycle policies that would at once take images which were pulled of late. ECR itself says what a policy would
 * do (its preview, which changes no image).
 * @param now milliseconds since the epoch.
 */
export async function withExpiringImages(
  changes: readonly ResourceChange[],
  current: ReadonlyMap<string, Current>,
  access: SpecAccess,
  now: number,
): Promise<ResourceChange[]> {
  return inParallel(8, changes, async (change) => {
    const step = change.steps.find(({ kind }) => kind === 'set-lifecycle-policy');
    const repository = current.get(change.address.replace('/lifecycle-policy/', '/repository/'));
    if (step?.kind !== 'set-lifecycle-policy' || repository === undefined) return change;
    const client = clientFor(access.of(change.account), step.region);
    const pulled = await pulledAndExpiring(client, step.repository, step.document, now);
    if (pulled.length === 0) return change;
    const [first = ''] = pulled;
    const others = pulled.length === 1 ? '' : ` and ${pulled.length - 1} more`;
    const text = `${first}${others} would expire at once, and was pulled in the last ${used} days`;
    const risk: Risk = { kind: 'expires-images', text };
    return { ...change, risk: [...change.risk, risk] };
  });
}

async function pulledAndExpiring(
  client: ECRClient,
  repositoryName: string,
  document: object,
  now: number,
): Promise<string[]> {
  const digests = await expiring(client, repositoryName, document);
  const pulled: string[] = [];
  for (let from = 0; from < digests.length; from += together) {
    const imageIds = digests.slice(from, from + together).map((imageDigest) => ({ imageDigest }));
    const { imageDetails = [] } = await client.send(
      new DescribeImagesCommand({ repositoryName, imageIds }),
    );
    for (const { imageDigest = '', imageTags, lastRecordedPullTime: time } of imageDetails) {
      if (time === undefined || now - time.getTime() > used * day) continue;
      pulled.push(imageTags?.[0] === undefined ? imageDigest : `${imageTags[0]} (${imageDigest})`);
    }
  }
  return pulled;
}

async function expiring(
  client: ECRClient,
  repositoryName: string,
  document: object,
): Promise<string[]> {
  const lifecyclePolicyText = JSON.stringify(document);
  await client.send(
    new StartLifecyclePolicyPreviewCommand({ repositoryName, lifecyclePolicyText }),
  );
  const waiting = { client, maxWaitTime: patience, minDelay: 1, maxDelay: 5 };
  await waitUntilLifecyclePolicyPreviewComplete(waiting, { repositoryName });
  const digests: string[] = [];
  for await (const page of paginateGetLifecyclePolicyPreview({ client }, { repositoryName })) {
    for (const { imageDigest, action } of page.previewResults ?? []) {
      if (action?.type === 'EXPIRE' && imageDigest !== undefined) digests.push(imageDigest);
    }
  }
  return [...new Set(digests)];
}
