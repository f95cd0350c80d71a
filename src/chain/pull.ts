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
    };
