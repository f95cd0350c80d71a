import { evaluateLifecycleInSteps } from '../../ecr/lifecycle/evaluate.ts';
import type { LifecycleImage } from '../../ecr/lifecycle/image.ts';
import { parseLifecyclePolicy } from '../../ecr/lifecycle/parse.ts';
import type { Core, Settings, Signals, Store } from '../core/call.ts';
import { documentsOf, inTurns, turnTaking } from '../core/turns.ts';
import type { Lost } from '../image-use/image-use.ts';
import type { ImageRecord, LifecyclePolicyRecord, RepositoryRecord, State } from '../state.ts';
import { tellImageDeleted } from './events.ts';
import { type LifecyclePlan, LifecycleRun, type PlannedAction } from './lifecycle-steps.ts';
import { recordLifecycle } from './lifecycle-trail.ts';
import { keyOf } from './repository.ts';
import { statusOf } from './storage-class.ts';

/** ECR expires matching images within 24 hours ("Automate the cleanup of images"). */
const interval = 24 * 3_600_000;

/**
 * Runs the lifecycle policies that are due: a day after they were put, then a day after each run, by the
 * movable clock. However far the clock was moved, a policy runs once, at the current time. When one fails, the
 * others still run.
 * @throws the first failure.
 */
export async function runDueLifecycles(core: Core, stop?: AbortSignal): Promise<void> {
  const now = core.clock.now();
  const failures: unknown[] = [];
  for (const { document: repository } of core.state.repositories.list()) {
    const { lifecyclePolicy } = repository;
    if (lifecyclePolicy === undefined) continue;
    const { lastEvaluatedAt, putAt } = lifecyclePolicy;
    if (now - (lastEvaluatedAt ?? putAt) >= interval) {
      await runLifecycle(core, repository, lifecyclePolicy, now, stop).catch((error: unknown) =>
        failures.push(error),
      );
    }
  }
  if (failures.length > 0) throw failures[0];
}

/**
 * What a policy would do to a repository's images now. Yields to other requests, which may change images.
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
 * Expires or archives the images, a few at a time, and notifies the event bus, the trail, and the pods that use
 * them. Whatever is left when a run ends early, by a crash or because its policy was deleted, is whole: a
 * manifest list is deleted before what it lists, and an image together with its referrers. What was changed
 * since the plan was made is left to the next run.
 */
async function runLifecycle(
  core: Store & Signals & Settings,
  repository: RepositoryRecord,
  policy: LifecyclePolicyRecord,
  now: number,
  stop?: AbortSignal,
): Promise<void> {
  const { state } = core;
  const key = keyOf(repository);
  const run = new LifecycleRun(state, key, await planLifecycle(state, key, policy.text, now), now);
  const done: PlannedAction[] = [];
  const giveWay = turnTaking();
  const mayGoOn = (): boolean => !stop?.aborted && isInForce(state, repository, policy);
  for (let actions = run.next(); actions !== undefined; actions = run.next()) {
    if (!run.isMidway && !mayGoOn()) break;
    const acted = actions();
    for (const { image, action } of acted) {
      if (action === 'EXPIRE') tellImageDeleted(core, repository, image, now);
    }
    core.imageUse.lost(repository, acted.map(asLost));
    done.push(...acted);
    await giveWay();
  }
  const current = state.repositories.get(key);
  if (current !== undefined && mayGoOn()) {
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

function asLost({ image, action, rulePriority }: PlannedAction): Lost {
  const kind = action === 'EXPIRE' ? 'deleted' : 'archived';
  return { kind, image, by: `lifecycle rule ${rulePriority}` };
}

function asLifecycleImage(image: ImageRecord, now: number): LifecycleImage {
  const storageClass = statusOf(image, now) === 'ARCHIVED' ? 'ARCHIVE' : 'STANDARD';
  return { ...image, storageClass };
}
