/** Where a fact stands in a world, and what is said of it where it was not seen: for whoever looks, and whoever asks. */
export interface Place<Kind extends string> {
  readonly kind: Kind;
  readonly key: string;
  /** In words, such as `repository platform/base`. */
  readonly fact: string;
  /** What would show it. */
  readonly permission: string;
}
