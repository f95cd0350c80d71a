import type { Core, Store } from '../core/call.ts';
import { type LayerRecord, within } from '../state.ts';

/** Makes stored content a layer of a repository. */
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
 * Whether a layer's content can be served: the file exists, with its original size and unchanged. A client is
 * asked for missing or damaged content as if it had never been pushed, so that the next push repairs it.
 */
export async function isWhole({ blobs }: Store, layer: LayerRecord): Promise<boolean> {
  return (await blobs.size(layer.digest)) === layer.size;
}

/** Files that are checked in parallel: more would only wait for a thread. */
const looksAtOnce = 16;

/** Those of the layers that a repository has and whose content is intact. */
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

/** Keeps a layer that is due for removal for another hour: a client was told that it need not upload it. */
export function keepLayer({ state, clock }: Core, repositoryKey: string, digest: string): void {
  const key = within(repositoryKey, digest);
  if (state.orphans.get(key) !== undefined) state.orphans.put(key, { at: clock.now() });
}
