/** Where events go, and which node they are about. */
export interface EventOptions {
  readonly kubeconfig: string;
  /** Name of this node; asked for, when it is not given. */
  readonly nodeName?: string | undefined;
}

/** Where the kubelet of EKS's machine images has its kubeconfig. */
export const defaultKubeconfig = '/var/lib/kubelet/kubeconfig';
