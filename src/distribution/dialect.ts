/** Differences between registries that the protocol allows, or that deviate from it. */
export interface Dialect {
  /** Status for a part of an upload that was accepted. */
  readonly pieceTaken: 201 | 202;
  /** Media type of lists of tags and repositories. */
  readonly listType: string;
  /** Whether a manifest that was requested by tag is sent with its digest. */
  readonly tellsDigestOfTag: boolean;
  readonly pages: {
    /** Names of a page when the client gives no size. */
    readonly usual: number;
    /** Most names that one page may hold. */
    readonly most: number;
    /** @param bound what the requested size should have been, such as `less than or equal to 1000`. */
    refuse(bound: string): Error;
  };
}
