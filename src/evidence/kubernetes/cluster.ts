import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';

/** How to ask a cluster, and with what. */
export interface Cluster {
  readonly core: CoreV1Api;
}

/** Opens the cluster of the current kubeconfig context, as kubectl would choose it. */
export function openCluster(): Cluster {
  const config = new KubeConfig();
  config.loadFromDefault();
  allowPlainHttp(config);
  return { core: config.makeApiClient(CoreV1Api) };
}

/**
 * A local AWS serves its cluster over plain HTTP with the credentials in the URL, which is how kubectl
 * sends any over HTTP. The client library wants HTTP allowed, and the credentials beside the URL.
 */
function allowPlainHttp(config: KubeConfig): void {
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  if (cluster === null || user === null || !cluster.server.startsWith('http://')) return;
  const { username, password } = new URL(cluster.server);
  const server = cluster.server.replace(/^http:\/\/[^@/]*@/, 'http://');
  const { contexts, currentContext } = config;
  config.loadFromOptions({
    clusters: [{ ...cluster, server, skipTLSVerify: true }],
    users: [username === '' ? user : { ...user, username, password }],
    contexts,
    currentContext,
  });
}
