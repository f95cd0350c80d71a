import type { Core, Store } from '../core/call.ts';
import { type LayerRecord, within } from '../state.ts';

/** Makes content that is on disk a layer of a repository. */
export function addLayer(
  { state, content }: Core,
  repositoryKey: string,
  layer: LayerRecord,
): void {
  const key = within(repositoryKey, layer.digest);
  state.layers.put(key, layer);
  if (state.orphans.get(key) !== undefined) state.orphans.delete(key);
  content.needed(layer.digest);
}

/**
 * Whether a layer's content can be given out: it is there, as long as it was, and nothing has changed it. Content that
 * is missing or damaged is asked for again as if it had never come, so that the next push mends it.
 */
export async function isWhole({ blobs }: Store, layer: LayerRecord): Promise<boolean> {
  return (await blobs.size(layer.digest)) === layer.size;
}

/** Files that are looked at together: more would only wait for a thread. */
const looksAtOnce = 16;

/** Of those layers, the ones that a repository has and whose content is whole. */
export async function wholeLayers(
  core: Store,
  repositoryKey: string,
  digests: readonly string[],
): Promise<ReadonlySet<string>> {
  const whole = new Set<string>();
  for (let at = 0; at < digests.length; at += looksAtOnce) {
    const some = digests.slice(at, at + looksAtOnce).map(async (digest) => {
      const layer = core.state.layers.get(within(repositoryKey, digest));
      if (layer !== undefined && (await isWhole(core, layer))) whole.add(digest);
    });
    await Promise.all(some);
  }
  return whole;
}

/** Gives a layer that is about to go another hour: somebody was told that it need not be sent again. */
export function keepLayer({ state, clock }: Core, repositoryKey: string, digest: string): void {
  const key = within(repositoryKey, digest);
  if (state.orphans.get(key) !== undefined) state.orphans.put(key, { at: clock.now() });
}
