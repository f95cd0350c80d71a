// A backend of the registry protocol in memory, for tests.

import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { digestOf } from '../../oci/digest.ts';
import type { Backend, BlobSource, StoredManifest } from '../backend.ts';
import { DistributionError, UploadOffsetError } from '../errors.ts';

const unknown = (code: 'MANIFEST_UNKNOWN' | 'BLOB_UNKNOWN' | 'BLOB_UPLOAD_UNKNOWN') =>
  new DistributionError(404, code, 'there is none');

/** Everything in maps; a folder of blobs may be elsewhere. */
export class MemoryBackend implements Backend {
  readonly blobs = new Map<string, Buffer>();
  readonly manifests = new Map<string, StoredManifest>();
  readonly uploads = new Map<string, Buffer>();
  /** Where blobs are served, if not here. */
  elsewhere: string | undefined;

  async acknowledged(): Promise<void> {}

  async getManifest(name: string, reference: string): Promise<StoredManifest> {
    const found = this.manifests.get(`${name} ${reference}`);
    if (found === undefined) throw unknown('MANIFEST_UNKNOWN');
    return found;
  }

  async putManifest(
    name: string,
    reference: string,
    { content, mediaType = '' }: { content: Buffer; mediaType: string | undefined },
  ) {
    const stored = { mediaType, digest: digestOf(content), bytes: content };
    for (const key of [reference, stored.digest]) this.manifests.set(`${name} ${key}`, stored);
    return { digest: stored.digest };
  }

  async deleteManifest(name: string, reference: string): Promise<void> {
    if (!this.manifests.delete(`${name} ${reference}`)) throw unknown('MANIFEST_UNKNOWN');
  }

  async statBlob(name: string, digest: string): Promise<number> {
    return this.#blob(name, digest).length;
  }

  async getBlob(name: string, digest: string): Promise<BlobSource> {
    const blob = this.#blob(name, digest);
    if (this.elsewhere !== undefined) return { location: `${this.elsewhere}/${digest}` };
    return {
      size: blob.length,
      async send({ start, end }, sink: Writable) {
        sink.write(blob.subarray(start, end + 1));
      },
    };
  }

  async deleteBlob(name: string, digest: string): Promise<void> {
    this.#blob(name, digest);
    this.blobs.delete(`${name} ${digest}`);
  }

  async beginUpload(): Promise<string> {
    const id = randomUUID();
    this.uploads.set(id, Buffer.alloc(0));
    return id;
  }

  async mountBlob(name: string, digest: string, from: string | undefined): Promise<boolean> {
    const blob = this.blobs.get(`${from} ${digest}`);
    if (blob !== undefined) this.blobs.set(`${name} ${digest}`, blob);
    return blob !== undefined;
  }

  async appendToUpload(
    _name: string,
    id: string,
    { source, at }: { source: Readable; at: number | undefined },
  ): Promise<number> {
    const before = this.#upload(id);
    if (at !== undefined && at !== before.length) {
      throw new UploadOffsetError('not there', before.length);
    }
    const whole = Buffer.concat([before, ...(await source.toArray())]);
    this.uploads.set(id, whole);
    return whole.length;
  }

  async completeUpload(name: string, id: string, digest: string): Promise<void> {
    const content = this.#upload(id);
    if (digestOf(content) !== digest) {
      throw new DistributionError(400, 'DIGEST_INVALID', 'the content has another digest');
    }
    this.blobs.set(`${name} ${digest}`, content);
    this.uploads.delete(id);
  }

  async uploadedBytes(_name: string, id: string): Promise<number> {
    return this.#upload(id).length;
  }

  async cancelUpload(_name: string, id: string): Promise<void> {
    this.#upload(id);
    this.uploads.delete(id);
  }

  async listTags(name: string, { limit, after = '' }: { limit: number; after?: string }) {
    const names = [...this.manifests.keys()]
      .flatMap((key) => (key.startsWith(`${name} `) ? [key.slice(name.length + 1)] : []))
      .filter((tag) => !tag.includes(':') && tag > after)
      .sort();
    return { names: names.slice(0, limit), more: names.length > limit };
  }

  async listRepositories() {
    return { names: [], more: false };
  }

  async listReferrers() {
    return [];
  }

  #blob(name: string, digest: string): Buffer {
    const found = this.blobs.get(`${name} ${digest}`);
    if (found === undefined) throw unknown('BLOB_UNKNOWN');
    return found;
  }

  #upload(id: string): Buffer {
    const found = this.uploads.get(id);
    if (found === undefined) throw unknown('BLOB_UPLOAD_UNKNOWN');
    return found;
  }
}
