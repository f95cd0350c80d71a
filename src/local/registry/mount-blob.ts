import { mountsBlobs } from '../ecr/blob-mounting.ts';
import { cacheRuleFor } from '../ecr/cache-rules.ts';
import { isReferenced } from '../ecr/image-references.ts';
import { addLayer, isWhole } from '../ecr/layer-records.ts';
import { may, repositoryForPush } from '../ecr/push.ts';
import { keyOf, repository } from '../ecr/repository.ts';
import { type RepositoryRecord, within } from '../state.ts';
import { target, type Visit } from './visit.ts';

/**
 * Mounts a layer of another repository of the same registry into this one. ECR does so only for layers that an
 * image of the other repository uses, between repositories with the same encryption, not from a pull through
 * cache, and only for callers who may download them there (ECR User Guide, "Blob mounting"); otherwise the
 * client has to upload it.
 */
export async function mountBlob(
  visit: Visit,
  name: string,
  digest: string,
  from: string | undefined,
): Promise<boolean> {
  const { core } = visit;
  const to = repositoryForPush(visit, target(visit, name));
  const layerIn = (source: string) =>
    core.state.layers.get(within(keyOf(target(visit, source)), digest));
  const source = sourcesOf(visit, from).find(
    (other) =>
      layerIn(other) !== undefined &&
      isMountable(visit, other, to, digest) &&
      may(visit, 'ecr:GetDownloadUrlForLayer', target(visit, other)).decision === 'allowed',
  );
  const layer = source === undefined ? undefined : layerIn(source);
  if (layer === undefined || !(await isWhole(core, layer))) return false;
  addLayer(core, keyOf(repository(core, to)), layer);
  return true;
}

/** The repository that the client names; if it names none, the specification allows any of them. */
function sourcesOf({ core, address }: Visit, from: string | undefined): readonly string[] {
  if (from !== undefined) return [from];
  if (core.settings.fidelity === 'ecr') return [];
  const prefix = `${address.registryId}/${address.region}/`;
  return core.state.repositories.list({ prefix }).map(({ document }) => document.name);
}

function isMountable(visit: Visit, from: string, to: RepositoryRecord, digest: string): boolean {
  const { state, settings } = visit.core;
  if (settings.fidelity === 'spec') return true;
  const source = target(visit, from);
  return (
    mountsBlobs(state, to.registryId, to.region) &&
    isReferenced(state, keyOf(source), digest) &&
    cacheRuleFor(state, source) === undefined &&
    encryptionOf(state.repositories.get(keyOf(source))) === encryptionOf(to)
  );
}

function encryptionOf(repository: RepositoryRecord | undefined): string {
  const { encryptionType, kmsKey = '' } = repository?.encryption ?? {};
  return `${encryptionType} ${kmsKey}`;
}
