import type { Pull } from '../chain/pull.ts';
import type { NodeReport } from '../chain/world.ts';
import { Accounts } from './aws/accounts.ts';
import { collect, type Sources } from './collect.ts';
import { clusterUnseen, EvidenceError } from './errors.ts';
import { type Case, type Diagnosis, judge, type Question, withNodes } from './judge.ts';
import { openCluster } from './kubernetes/cluster.ts';
import { observePod } from './kubernetes/pod.ts';

export interface DiagnoseOptions {
  /** Context of the kubeconfig; the current one when left out. */
  readonly context?: string | undefined;
  /** AWS profiles to look with, one for each account. */
  readonly profiles: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What nodes found themselves. */
  readonly nodes?: readonly NodeReport[];
}

/**
 * Looks at the live cluster and accounts, and proves the pull.
 * @throws EvidenceError when there is no such pod, or it can't be seen.
 */
export async function diagnose(question: Question, options: DiagnoseOptions): Promise<Diagnosis> {
  return judge(withNodes(await gather(question, options), options.nodes ?? []));
}

/**
 * Looks at everything that the pulls of a question depend on; a pod has one for each container.
 * @throws EvidenceError when there is no such pod, or it can't be seen.
 */
export async function gather(question: Question, options: DiagnoseOptions): Promise<Case[]> {
  const endpoint = options.environment.AWS_ENDPOINT_URL;
  const sources: Sources = {
    accounts: await Accounts.open(options.profiles, options.environment),
    cluster: () => openCluster(options.context),
    endpoint,
    environment: options.environment,
    now: options.now,
  };
  const cases: Case[] = [];
  for (const pull of await pullsOf(question, options.context)) {
    cases.push({ pull, world: await collect(pull, sources) });
  }
  return cases;
}

async function pullsOf(question: Question, context: string | undefined): Promise<Pull[]> {
  if ('push' in question) {
    const { image, role, push } = question;
    return [{ kind: 'push', image, role, ...push }];
  }
  if ('role' in question) return [{ kind: 'role', ...question }];
  if ('serviceAccount' in question) return [{ kind: 'service-account', ...question }];
  const { namespace, pod } = question;
  const found = await observePod(openCluster(context), namespace, pod);
  if (found.state === 'absent') {
    throw new EvidenceError(
      'NO_SUCH_POD',
      `there is no pod ${pod} in namespace ${namespace}`,
      'List them with kubectl get pods --all-namespaces, and choose the namespace with --namespace.',
    );
  }
  if (found.state === 'unseen') throw clusterUnseen(found.need.permission);
  return found.value.containers.map(({ name: container }) => ({
    kind: 'pod',
    namespace,
    pod,
    container,
  }));
}
