import { isDeepStrictEqual } from 'node:util';
import { evaluateLifecycleInSteps } from '../../ecr/lifecycle/evaluate.ts';
import type { LifecycleAction, LifecycleImage } from '../../ecr/lifecycle/image.ts';
import { parseLifecyclePolicy } from '../../ecr/lifecycle/parse.ts';
import type { Core } from '../core/call.ts';
import type { Lost } from '../image-use/image-use.ts';
import {
  type ImageRecord,
  type LifecyclePolicyRecord,
  type RepositoryRecord,
  type State,
  within,
} from '../state.ts';
import { tellImageDeleted } from './events.ts';
import { needing } from './image-references.ts';
import { deleteImage } from './image-removal.ts';
import { recordLifecycle } from './lifecycle-trail.ts';
import { keyOf } from './repository.ts';
import { documentsOf, inTurns, turnTaking } from './slices.ts';
import { archive, statusOf } from './storage-class.ts';

/** How many images are acted on at once: with each go its tags, references and layers. */
const imagesAtOnce = 25;

/** ECR acts on what meets a policy within 24 hours ("Automate the cleanup of images"). */
const interval = 24 * 3_600_000;

/**
 * Runs the lifecycle policies that are due: a day after they were put, then a day after each run, by the
 * movable clock. However far the clock was moved, a policy runs once, at the time it is now.
 */
export async function runDueLifecycles(core: Core, stop?: AbortSignal): Promise<void> {
  const now = core.clock.now();
  for (const { document: repository } of core.state.repositories.list()) {
    const { lifecyclePolicy } = repository;
    if (lifecyclePolicy === undefined) continue;
    const { lastEvaluatedAt, putAt } = lifecyclePolicy;
    if (now - (lastEvaluatedAt ?? putAt) >= interval) {
      await runLifecycle(core, repository, lifecyclePolicy, now, stop);
    }
  }
}

/** What a policy does to one image, as it is before. */
export interface PlannedAction extends LifecycleAction {
  readonly image: ImageRecord;
}

/** What a policy does to the images that were there. */
export interface LifecyclePlan {
  readonly actions: readonly PlannedAction[];
  /** By digest. */
  readonly images: ReadonlyMap<string, ImageRecord>;
}

/**
 * What a policy would do to a repository's images now. Others have their turn meanwhile, and may change images.
 * @throws LifecyclePolicyError.
 */
export async function planLifecycle(
  state: State,
  repositoryKey: string,
  text: string,
  now: number,
): Promise<LifecyclePlan> {
  const policy = parseLifecyclePolicy(text);
  const images = new Map<string, ImageRecord>();
  for await (const slice of documentsOf(state.images, { prefix: `${repositoryKey} ` })) {
    for (const { document } of slice) images.set(document.digest, document);
  }
  const candidates = [...images.values()].map((image) => asLifecycleImage(image, now));
  const decided = await inTurns(evaluateLifecycleInSteps(policy, candidates, now));
  const actions = decided.flatMap((action) => {
    const image = images.get(action.digest);
    return image === undefined ? [] : [{ ...action, image }];
  });
  return { actions, images };
}

/**
 * Acts on the images, a slice at a time, and tells whom it concerns: the event bus, the trail, and the pods that use
 * them. What was changed since the plan was made is left to the next run; a run that a crash breaks off is done again.
 */
async function runLifecycle(
  core: Core,
  repository: RepositoryRecord,
  policy: LifecyclePolicyRecord,
  now: number,
  stop?: AbortSignal,
): Promise<void> {
  const { state } = core;
  const key = keyOf(repository);
  const plan = await planLifecycle(state, key, policy.text, now);
  const done: PlannedAction[] = [];
  const giveWay = turnTaking();
  for (let at = 0; at < plan.actions.length; at += imagesAtOnce) {
    const slice = plan.actions.slice(at, at + imagesAtOnce);
    if (stop?.aborted || !isInForce(state, repository, policy)) break;
    const actions = slice.filter((action) => isAsPlanned(state, key, action, plan));
    state.metadata.transaction(() => {
      for (const action of actions) act(state, key, action, now);
    });
    for (const { image, action } of actions) {
      if (action === 'EXPIRE') tellImageDeleted(core, repository, image, now);
    }
    core.imageUse.lost(repository, actions.map(asLost));
    done.push(...actions);
    await giveWay();
  }
  const current = state.repositories.get(key);
  if (current !== undefined && !stop?.aborted && isInForce(state, repository, policy)) {
    const evaluated = { ...policy, lastEvaluatedAt: now };
    state.repositories.put(key, { ...current, lifecyclePolicy: evaluated });
  }
  await recordLifecycle(core, repository, 'PolicyExecutionEvent', policy.text, done, now);
}

function isInForce(
  state: State,
  repository: RepositoryRecord,
  { putAt, text }: LifecyclePolicyRecord,
): boolean {
  const current = state.repositories.get(keyOf(repository));
  const policy = current?.lifecyclePolicy;
  const isSame = current?.createdAt === repository.createdAt;
  return isSame && policy?.putAt === putAt && policy.text === text;
}

/** Whether an image is as it was when the plan was made, and nothing new came to need it. */
function isAsPlanned(
  state: State,
  repositoryKey: string,
  { digest, image }: PlannedAction,
  { images }: LifecyclePlan,
): boolean {
  if (!isDeepStrictEqual(state.images.get(within(repositoryKey, digest)), image)) return false;
  return (['child', 'subject'] as const).every((kind) =>
    needing(state, repositoryKey, digest, kind).every((other) => images.has(other.digest)),
  );
}

function act(
  state: State,
  repositoryKey: string,
  { image, action }: PlannedAction,
  now: number,
): void {
  if (action === 'EXPIRE') deleteImage(state, repositoryKey, image, now);
  else state.images.put(within(repositoryKey, image.digest), archive(image, now));
}

function asLost({ image, action, rulePriority }: PlannedAction): Lost {
  const kind = action === 'EXPIRE' ? 'deleted' : 'archived';
  return { kind, image, by: `lifecycle rule ${rulePriority}` };
}

function asLifecycleImage(image: ImageRecord, now: number): LifecycleImage {
  const storageClass = statusOf(image, now) === 'ARCHIVED' ? 'ARCHIVE' : 'STANDARD';
  return { ...image, storageClass };
}
