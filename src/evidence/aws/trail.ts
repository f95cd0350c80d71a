import { lookupEvents } from '../../aws/client/cloudtrail.ts';
import type { Fact } from '../../chain/fact.ts';
import { type TrailEvent, type TrailEventName, trailAt } from '../../chain/world.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Access } from './accounts.ts';
import { noSuchApi } from './no-such-api.ts';
import { trailEvent } from './trail-event.ts';

/** The events that are looked up, and how many pages of each: busy registries see many pushes. */
const wanted: readonly (readonly [TrailEventName, pages: number])[] = [
  ['BatchDeleteImage', 2],
  ['PolicyExecutionEvent', 2],
  ['DeleteRepository', 1],
  ['PutImage', 2],
];

/** Looks at what happened in a registry lately: once for all of its images, and one name after the other. */
export function observeTrail(
  access: Access,
  place: EcrImage,
): Promise<Fact<readonly TrailEvent[]>> {
  return once(access, `trail ${place.registryKey}`, () =>
    observe({ ...trailAt(place), absentOn: noSuchApi }, () => lookAtTrail(access, place)),
  );
}

async function lookAtTrail(access: Access, { region }: EcrImage): Promise<TrailEvent[]> {
  const { environment } = access;
  const context = { region, environment, credentials: await access.credentials() };
  const found: TrailEvent[] = [];
  for (const [name, pages] of wanted) {
    const records = await lookupEvents(name, pages, context);
    found.push(...records.flatMap((record) => trailEvent(name, record) ?? []));
  }
  return found;
}
