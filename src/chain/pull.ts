/** Who wants which image: the question that a proof answers. */
export type Pull =
  /** A container of a pod, on the node that it was bound to. */
  | {
      readonly kind: 'pod';
      readonly namespace: string;
      readonly pod: string;
      readonly container: string;
    }
  /** A role, wherever it is used; without a platform, any that the image has will do. */
  | { readonly kind: 'role'; readonly role: string; readonly image: string }
  /** A client inside the cluster, such as Flux or Kaniko, with what its service account gives it. */
  | {
      readonly kind: 'service-account';
      readonly namespace: string;
      readonly serviceAccount: string;
      readonly image: string;
    }
  /** A role that pushes, as a build does: with the token of its CI system, or however it is used. */
  | {
      readonly kind: 'push';
      readonly role: string;
      readonly image: string;
      readonly token?: IdentityToken;
    };

/** What a CI system's token says, as far as a trust policy may ask for it. */
export interface IdentityToken {
  /** Without its scheme, such as `token.actions.githubusercontent.com`. */
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  /** Further claims that follow from the subject. */
  readonly claims: Readonly<Record<string, string>>;
}
