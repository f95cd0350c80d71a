/** Where events are written, and which node they are about. */
export interface EventOptions {
  readonly kubeconfig: string;
  /** Name of this node; requested from the API server by default. */
  readonly nodeName?: string | undefined;
}

/** Path of the kubelet's kubeconfig on EKS's machine images. */
export const defaultKubeconfig = '/var/lib/kubelet/kubeconfig';
