import { parseRepositoryKey, repositoryArn } from '../../names/repository.ts';
import { digestOf } from '../../oci/digest.ts';
import type { Core } from '../core/call.ts';
import { recordLifecycle } from '../ecr/lifecycle-trail.ts';
import { rootOf } from '../identity/caller.ts';
import type { LifecyclePolicyRecord, RepositoryRecord } from '../state.ts';
import { type ImageRecord, within } from '../state.ts';
import { imageOf, removeImages, removeTag } from './ecr.ts';
import type { Changes, Fault, Target } from './fault.ts';
import { withPodImage } from './pod.ts';

/** Faults in what became of an image that was there: each leaves on the trail what the call that does so leaves. */
export const takenAwayFaults: readonly Fault[] = [
  {
    cause: 'HW1202',
    needs: ['repository'],
    inject(changes, target, core) {
      const now = core.clock.now();
      removeImages(changes, target, core);
      changes.change<RepositoryRecord>(
        'ecr.repositories',
        target.repository,
        `repository ${target.repository}`,
        (record) => ({ ...record, createdAt: now }),
      );
      const { name } = parseRepositoryKey(target.repository);
      recordCall(core, target, 'DeleteRepository', { repositoryName: name, force: true });
      recordCall(core, target, 'CreateRepository', { repositoryName: name });
    },
  },
  {
    cause: 'HW1502',
    needs: ['repository', 'tag'],
    inject: (changes, target, core) => expire(changes, target, core, imageOf(core.state, target)),
  },
  {
    cause: 'HW1503',
    needs: ['repository', 'tag'],
    inject(changes, target, core) {
      removeTag(changes, target, core.state);
      const { name } = parseRepositoryKey(target.repository);
      const imageIds = [{ imageTag: target.tag }];
      recordCall(core, target, 'BatchDeleteImage', { repositoryName: name, imageIds });
    },
  },
  {
    cause: 'HW1507',
    needs: ['repository', 'tag', 'pod'],
    inject(changes, target, core) {
      const { digest } = imageOf(core.state, target);
      const body = core.state.manifests.get(within(target.repository, digest))?.body ?? '';
      // The same image in another manifest: of another build.
      const imageManifest = ` ${body}`;
      changes.change<RepositoryRecord>(
        'ecr.repositories',
        target.repository,
        `repository ${target.repository}`,
        (record) => ({ ...record, tagMutability: 'IMMUTABLE' }),
      );
      const { name } = parseRepositoryKey(target.repository);
      const put = { repositoryName: name, imageTag: target.tag, imageManifest };
      recordCall(core, target, 'PutImage', put, {
        code: 'ImageTagAlreadyExistsException',
        message: `The image tag '${target.tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`,
      });
      withPodImage(changes, target, (image) => byDigest(image, digestOf(imageManifest)));
    },
  },
  {
    cause: 'HW1509',
    needs: ['repository', 'tag', 'pod'],
    inject(changes, target, core) {
      const image = imageOf(core.state, target);
      withPodImage(changes, target, (name) => byDigest(name, image.digest));
      expire(changes, target, core, { ...image, tags: [] });
    },
  },
];

function byDigest(image: string, digest: string): string {
  return `${image.replace(/:[^:/@]+$/, '')}@${digest}`;
}

const daily = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: {
        tagStatus: 'any',
        countType: 'sinceImagePushed',
        countUnit: 'days',
        countNumber: 1,
      },
      action: { type: 'expire' },
    },
  ],
});

/** A lifecycle policy ran, and took the image. @param image as it was then. */
function expire(changes: Changes, target: Target, core: Core, image: ImageRecord): void {
  const now = core.clock.now();
  const lifecyclePolicy: LifecyclePolicyRecord = { text: daily, putAt: now, lastEvaluatedAt: now };
  let expired: RepositoryRecord | undefined;
  changes.change<RepositoryRecord>(
    'ecr.repositories',
    target.repository,
    `repository ${target.repository}`,
    (record) => {
      expired = { ...record, lifecyclePolicy };
      return expired;
    },
  );
  removeImages(changes, target, core, image.digest);
  if (expired === undefined) return;
  const actions = [{ image, rulePriority: 1 }];
  void recordLifecycle(core, expired, 'PolicyExecutionEvent', daily, actions, now);
}

/** Records a call on the trail, as the root of the registry's account makes it. */
export function recordCall(
  core: Core,
  { repository }: Target,
  eventName: string,
  parameters: object,
  error?: { readonly code: string; readonly message: string },
): void {
  const name = parseRepositoryKey(repository);
  core.trail.record({
    at: core.clock.now(),
    region: name.region,
    eventSource: 'ecr.amazonaws.com',
    eventName,
    caller: rootOf(name.registryId),
    accounts: [name.registryId],
    sourceIp: '127.0.0.1',
    userAgent: 'hawser local break',
    requestId: undefined,
    error,
    about: () => ({ resources: [repositoryArn(name)], parameters }),
  });
}
