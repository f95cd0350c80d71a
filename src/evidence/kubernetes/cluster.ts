import {
  AdmissionregistrationV1Api,
  AppsV1Api,
  BatchV1Api,
  CoreV1Api,
  createConfiguration,
  KubeConfig,
  ServerConfiguration,
} from '@kubernetes/client-node';
import { EvidenceError } from '../errors.ts';
import type { Remembering } from '../once.ts';
import { type Bounds, usualBounds } from './answer-bounds.ts';
import { checkedAnswers } from './checked-answers.ts';
import { type EksName, eksNameOf } from './eks-name.ts';
import { requestsOf } from './requests.ts';

/** How to ask a cluster, and with what. */
export interface Cluster extends Remembering {
  readonly core: CoreV1Api;
  readonly apps: AppsV1Api;
  readonly batch: BatchV1Api;
  readonly admission: AdmissionregistrationV1Api;
  /** Namespace of the current context, which kubectl takes when none is named. */
  readonly namespace: string;
  readonly eks: EksName;
}

/**
 * Opens the cluster of a kubeconfig context, as kubectl would choose it.
 * @param context name of the context; the current one when left out.
 * @throws EvidenceError `CLUSTER_UNSEEN` when there is no kubeconfig, or it names no cluster or no such context.
 */
export function openCluster(context?: string, bounds: Bounds = usualBounds): Cluster {
  const config = new KubeConfig();
  try {
    config.loadFromDefault();
  } catch (cause) {
    throw noCluster(`the kubeconfig cannot be read: ${(cause as Error).message.split('\n')[0]}`);
  }
  if (context !== undefined) {
    const names = config.getContexts().map(({ name }) => name);
    if (!names.includes(context)) {
      throw noCluster(
        `the kubeconfig has no context ${context}: it has ${names.join(', ') || 'none'}`,
      );
    }
    config.setCurrentContext(context);
  }
  // Without any kubeconfig the library makes up a cluster on port 8080, as kubectl once did.
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw noCluster('the kubeconfig names no current cluster');
  if (server === 'http://localhost:8080') throw noCluster('there is no kubeconfig');
  const namespace = config.getContextObject(config.getCurrentContext())?.namespace || 'default';
  const eks = eksNameOf(config);
  allowPlainHttp(config);
  const configuration = createConfiguration({
    baseServer: new ServerConfiguration(config.getCurrentCluster()?.server ?? server, {}),
    authMethods: { default: config },
    httpApi: requestsOf(config, bounds),
  });
  return {
    core: checkedAnswers(new CoreV1Api(configuration)),
    apps: checkedAnswers(new AppsV1Api(configuration)),
    batch: checkedAnswers(new BatchV1Api(configuration)),
    admission: checkedAnswers(new AdmissionregistrationV1Api(configuration)),
    namespace,
    eks,
  };
}

function noCluster(why: string): EvidenceError {
  return new EvidenceError(
    'CLUSTER_UNSEEN',
    why,
    'Set KUBECONFIG, or run aws eks update-kubeconfig --name CLUSTER; for a role alone name the image with --as ROLE_ARN.',
  );
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
