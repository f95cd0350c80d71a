import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';

/** How to ask a cluster, and with what. */
export interface Cluster {
  readonly core: CoreV1Api;
}

/** Opens the cluster of the current kubeconfig context, as kubectl would choose it. */
export function openCluster(): Cluster {
  const config = new KubeConfig();
  config.loadFromDefault();
  return { core: config.makeApiClient(CoreV1Api) };
}
