/** Where registries differ in what the protocol leaves open, or where one does not keep to it. */
export interface Dialect {
  /** Status of a piece of an upload that was taken. */
  readonly pieceTaken: 201 | 202;
  /** Media type of lists of tags and repositories. */
  readonly listType: string;
  /** Whether a manifest that was asked for by tag comes with its digest. */
  readonly tellsDigestOfTag: boolean;
  readonly pages: {
    /** Names of a page whose size nobody asked for. */
    readonly usual: number;
    /** Most names that one page may hold. */
    readonly most: number;
    /** @param bound what the size that was asked for should have been, such as `less than or equal to 1000`. */
    refuse(bound: string): Error;
  };
}
