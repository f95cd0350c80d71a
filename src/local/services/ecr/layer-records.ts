import type { Core } from '../../core/call.ts';
import { type LayerRecord, within } from '../../state.ts';

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

/** Gives a layer that is about to go another hour: somebody was told that it need not be sent again. */
export function keepLayer({ state, clock }: Core, repositoryKey: string, digest: string): void {
  const key = within(repositoryKey, digest);
  if (state.orphans.get(key) !== undefined) state.orphans.put(key, { at: clock.now() });
}
