import type { State } from '../state.ts';

/** Whether layers may be mounted from one repository of a registry to another. */
export function mountsBlobs(state: State, registryId: string, region: string): boolean {
  return state.registries.get(`${registryId}/${region}`)?.settings?.BLOB_MOUNTING === 'ENABLED';
}
