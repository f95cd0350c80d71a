import type {
  Backend,
  BlobSource,
  Listed,
  ManifestAsk,
  Page,
  PushedManifest,
  PutManifest,
  StoredManifest,
  UploadPiece,
} from '../../distribution/backend.ts';
import { repository } from '../ecr/repository.ts';
import { cancelUpload, uploadedBytes } from '../ecr/uploads.ts';
import { deleteBlob, getBlob, statBlob } from './blobs.ts';
import { listReferrers, listRepositories, listTags } from './listings.ts';
import { deleteManifest, getManifest, putManifest } from './manifests.ts';
import { mountBlob } from './mount-blob.ts';
import { append, beginUpload, complete } from './uploads.ts';
import { target, type Visit } from './visit.ts';

/** A registry of ECR as one client sees it. */
export class EcrBackend implements Backend {
  readonly #visit: Visit;

  constructor(visit: Visit) {
    this.#visit = visit;
  }

  acknowledged(): Promise<void> {
    return this.#visit.core.state.metadata.acknowledged();
  }

  getManifest(name: string, reference: string, ask: ManifestAsk): Promise<StoredManifest> {
    return getManifest(this.#visit, name, reference, ask);
  }

  putManifest(name: string, reference: string, manifest: PushedManifest): Promise<PutManifest> {
    return putManifest(this.#visit, name, reference, manifest);
  }

  deleteManifest(name: string, reference: string): Promise<void> {
    return deleteManifest(this.#visit, name, reference);
  }

  statBlob(name: string, digest: string): Promise<number> {
    return statBlob(this.#visit, name, digest);
  }

  getBlob(name: string, digest: string): Promise<BlobSource> {
    return getBlob(this.#visit, name, digest);
  }

  deleteBlob(name: string, digest: string): Promise<void> {
    return deleteBlob(this.#visit, name, digest);
  }

  beginUpload(name: string): Promise<string> {
    return beginUpload(this.#visit, name);
  }

  mountBlob(name: string, digest: string, from: string | undefined): Promise<boolean> {
    return mountBlob(this.#visit, name, digest, from);
  }

  appendToUpload(name: string, id: string, piece: UploadPiece): Promise<number> {
    return append(this.#visit, name, id, piece);
  }

  completeUpload(name: string, id: string, digest: string): Promise<void> {
    return complete(this.#visit, name, id, digest);
  }

  async uploadedBytes(name: string, id: string): Promise<number> {
    return uploadedBytes(this.#visit.core, this.#repository(name), id);
  }

  async cancelUpload(name: string, id: string): Promise<void> {
    await cancelUpload(this.#visit.core, this.#repository(name), id);
  }

  listTags(name: string, page: Page): Promise<Listed> {
    return listTags(this.#visit, name, page);
  }

  listRepositories(page: Page): Promise<Listed> {
    return listRepositories(this.#visit, page);
  }

  listReferrers(
    name: string,
    digest: string,
    artifactType: string | undefined,
  ): Promise<readonly object[]> {
    return listReferrers(this.#visit, name, digest, artifactType);
  }

  #repository(name: string) {
    return repository(this.#visit.core, target(this.#visit, name));
  }
}
