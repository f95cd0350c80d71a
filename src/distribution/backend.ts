import type { Readable, Writable } from 'node:stream';

/**
 * A registry as one client sees it: what the protocol needs, without HTTP. The caller has authorized the client
 * before; a slow step, such as reading a body, can outlast that permission, so a backend authorizes again where
 * it writes. It refuses by throwing: DistributionError, UploadOffsetError, or errors that its server can
 * render.
 */
export interface Backend {
  /** Resolves when everything written for this client is on disk. */
  acknowledged(): Promise<void>;

  /** @throws when the manifest does not exist. */
  getManifest(name: string, reference: string, ask: ManifestAsk): Promise<StoredManifest>;
  putManifest(name: string, reference: string, manifest: PushedManifest): Promise<PutManifest>;
  /** Deletes a tag, or a manifest with its tags. */
  deleteManifest(name: string, reference: string): Promise<void>;

  /** Size in bytes of a blob that can be served. @throws when there is none. */
  statBlob(name: string, digest: string): Promise<number>;
  getBlob(name: string, digest: string): Promise<BlobSource>;
  deleteBlob(name: string, digest: string): Promise<void>;

  /** Begins an upload. @returns its id. */
  beginUpload(name: string): Promise<string>;
  /**
   * Mounts a blob of another repository in this one.
   * @param from the repository that has it; undefined for any that has.
   * @returns false where that is not possible: then the client uploads it.
   */
  mountBlob(name: string, digest: string, from: string | undefined): Promise<boolean>;
  /** @returns bytes that the upload holds now. @throws UploadOffsetError */
  appendToUpload(name: string, id: string, piece: UploadPiece): Promise<number>;
  /** Completes an upload as a blob, if its content has that digest. */
  completeUpload(name: string, id: string, digest: string): Promise<void>;
  /** Bytes that an upload holds. */
  uploadedBytes(name: string, id: string): Promise<number>;
  cancelUpload(name: string, id: string): Promise<void>;

  listTags(name: string, page: Page): Promise<Listed>;
  listRepositories(page: Page): Promise<Listed>;
  /** Descriptors of the manifests whose subject is that digest, of one artifact type or of all. */
  listReferrers(
    name: string,
    digest: string,
    artifactType: string | undefined,
  ): Promise<readonly object[]>;
}

export interface ManifestAsk {
  /** Media types that the client accepts, in its order; undefined when it does not state any. */
  readonly accept: string | undefined;
  /** Whether the manifest is sent, not only checked. */
  readonly isPull: boolean;
}

export interface StoredManifest {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Buffer;
}

export interface PushedManifest {
  readonly content: Buffer;
  readonly mediaType: string | undefined;
}

export interface PutManifest {
  readonly digest: string;
  /** The manifest that it refers to as a referrer. */
  readonly subject?: string | undefined;
}

/** Where a blob's content is: here, or at the URL that the client is redirected to. */
export type BlobSource = BlobContent | { readonly location: string };

export interface BlobContent {
  /** In bytes. */
  readonly size: number;
  /** Sends the bytes from `start` to `end`, both inclusive, and resolves; rejects when the client disconnected. */
  send(range: { readonly start: number; readonly end: number }, sink: Writable): Promise<void>;
}

export interface UploadPiece {
  readonly source: Readable;
  /** Where the part begins according to the client; undefined for the end of the upload. */
  readonly at: number | undefined;
  /** In bytes, 0 when it is not known. */
  readonly size: number;
}

export interface Page {
  /** Most names on the page. */
  readonly limit: number;
  /** The name after which the page begins. */
  readonly after?: string;
}

export interface Listed {
  readonly names: readonly string[];
  /** Whether there are names after these. */
  readonly more: boolean;
}
