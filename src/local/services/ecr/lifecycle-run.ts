import { evaluateLifecycle } from '../../../ecr/lifecycle/evaluate.ts';
import type { LifecycleAction, LifecycleImage } from '../../../ecr/lifecycle/image.ts';
import { parseLifecyclePolicy } from '../../../ecr/lifecycle/parse.ts';
import type { Core } from '../../core/call.ts';
import type { Lost } from '../../image-use/image-use.ts';
import {
  type ImageRecord,
  type LifecyclePolicyRecord,
  type RepositoryRecord,
  type State,
  within,
} from '../../state.ts';
import { tellImageDeleted } from './events.ts';
import { deleteImage } from './image-removal.ts';
import { type LifecycleImageAction, recordLifecycle } from './lifecycle-trail.ts';
import { keyOf } from './repository.ts';
import { archive, statusOf } from './storage-class.ts';

/** ECR acts on what meets a policy within 24 hours ("Automate the cleanup of images"). */
const interval = 24 * 3_600_000;

/**
 * Runs the lifecycle policies that are due: a day after they were put, then a day after each run, by the
 * movable clock. However far the clock was moved, a policy runs once, at the time it is now.
 */
export function runDueLifecycles(core: Core): void {
  const now = core.clock.now();
  for (const { document: repository } of core.state.repositories.list()) {
    const { lifecyclePolicy } = repository;
    if (lifecyclePolicy === undefined) continue;
    const { lastEvaluatedAt, putAt } = lifecyclePolicy;
    if (now - (lastEvaluatedAt ?? putAt) >= interval) {
      runLifecycle(core, repository, lifecyclePolicy, now);
    }
  }
}

/** What a policy would do to a repository's images now. @throws LifecyclePolicyError. */
export function planLifecycle(
  state: State,
  repositoryKey: string,
  text: string,
  now: number,
): LifecycleAction[] {
  const images = state.images
    .list({ prefix: `${repositoryKey} ` })
    .map(({ document }) => asLifecycleImage(document, now));
  return evaluateLifecycle(parseLifecyclePolicy(text), images, now);
}

/** Acts on the images, then tells whom it concerns: the event bus, the trail, and the pods that use them. */
function runLifecycle(
  core: Core,
  repository: RepositoryRecord,
  lifecyclePolicy: LifecyclePolicyRecord,
  now: number,
): void {
  const { state } = core;
  const key = keyOf(repository);
  const { text } = lifecyclePolicy;
  const planned = state.metadata.transaction(() => {
    const actions = withImages(state, key, planLifecycle(state, key, text, now));
    for (const { image, action } of actions) {
      if (action === 'EXPIRE') deleteImage(state, key, image, now);
      else state.images.put(within(key, image.digest), archive(image, now));
    }
    const evaluated = { ...lifecyclePolicy, lastEvaluatedAt: now };
    state.repositories.put(key, { ...repository, lifecyclePolicy: evaluated });
    return actions;
  });
  for (const { image, action } of planned) {
    if (action === 'EXPIRE') tellImageDeleted(core, repository, image, now);
  }
  recordLifecycle(core, repository, 'PolicyExecutionEvent', text, planned, now);
  core.imageUse.lost(repository, planned.map(asLost));
}

type ImageAction = LifecycleImageAction & Pick<LifecycleAction, 'action'>;

/** The actions, each with its image as it is before them. */
export function withImages(
  state: State,
  repositoryKey: string,
  actions: readonly LifecycleAction[],
): ImageAction[] {
  return actions.flatMap(({ digest, ...action }) => {
    const image = state.images.get(within(repositoryKey, digest));
    return image === undefined ? [] : [{ image, ...action }];
  });
}

function asLost({ image, action, rulePriority }: ImageAction): Lost {
  const kind = action === 'EXPIRE' ? 'deleted' : 'archived';
  return { kind, image, by: `lifecycle rule ${rulePriority}` };
}

function asLifecycleImage(image: ImageRecord, now: number): LifecycleImage {
  const storageClass = statusOf(image, now) === 'ARCHIVED' ? 'ARCHIVE' : 'STANDARD';
  return { ...image, storageClass };
}
