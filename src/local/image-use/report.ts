import type { Core } from '../core/call.ts';
import { planLifecycle } from '../ecr/lifecycle-run.ts';
import { statusOf } from '../ecr/storage-class.ts';
import { repositoryKey, within } from '../state.ts';
import type { PodImage } from './pod-images.ts';

interface Planned {
  readonly action: 'EXPIRE' | 'TRANSITION';
  readonly rulePriority: number;
  /** The policy in force, or one whose preview was started. */
  readonly by: 'policy' | 'preview';
}

/**
 * The images that pods use, what lifecycle rules would do to them if they ran now, and what pods have lost: the
 * body of `GET /_hawser/images-in-use`.
 */
export async function imagesInUse(core: Core): Promise<object> {
  const plans = new Map<string, ReadonlyMap<string, readonly Planned[]>>();
  const uses = core.imageUse.uses().map((use) => ({
    use,
    key: repositoryKey(use.registryId, use.region, use.repository),
  }));
  for (const key of new Set(uses.map((each) => each.key))) {
    plans.set(key, await plansOf(core, key));
  }
  const images = uses.map(({ use, key }) => {
    const tagged = use.tag === undefined ? undefined : core.state.tags.get(within(key, use.tag));
    const digest = use.runsFrom ?? use.digest ?? tagged?.digest;
    const image = digest === undefined ? undefined : core.state.images.get(within(key, digest));
    return {
      ...use,
      digest,
      status: image === undefined ? 'GONE' : statusOf(image, core.clock.now()),
      planned: (digest === undefined ? undefined : plans.get(key)?.get(digest)) ?? [],
    };
  });
  const losses = core.imageUse.losses().map(({ at, kind, image, digest, by }) => {
    const { runsFrom: _runsFrom, ...use }: PodImage = image;
    return { at: new Date(at).toISOString(), kind, ...use, digest, by };
  });
  return { images, losses };
}

async function plansOf(
  { state, clock }: Core,
  key: string,
): Promise<ReadonlyMap<string, readonly Planned[]>> {
  const text = state.repositories.get(key)?.lifecyclePolicy?.text;
  const byPolicy =
    text === undefined ? [] : (await planLifecycle(state, key, text, clock.now())).actions;
  const planned = new Map<string, Planned[]>();
  for (const [by, actions] of [
    ['policy', byPolicy],
    ['preview', state.previews.get(key)?.actions ?? []],
  ] as const) {
    for (const { digest, action, rulePriority } of actions) {
      planned.set(digest, [...(planned.get(digest) ?? []), { action, rulePriority, by }]);
    }
  }
  return planned;
}
