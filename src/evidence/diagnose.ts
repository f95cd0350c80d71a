import type { Proof } from '../chain/proof.ts';
import { prove } from '../chain/prove.ts';
import type { Pull } from '../chain/pull.ts';
import type { NodeReport, World } from '../chain/world.ts';
import { Accounts } from './aws/accounts.ts';
import { collect, type Sources } from './collect.ts';
import { clusterUnseen, EvidenceError } from './errors.ts';
import { openCluster } from './kubernetes/cluster.ts';
import { observePod } from './kubernetes/pod.ts';
import { requireNodes, withReports } from './node/read-report.ts';

export type Question =
  | { readonly pod: string; readonly namespace: string }
  | { readonly image: string; readonly role: string }
  | { readonly image: string; readonly namespace: string; readonly serviceAccount: string };

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

export interface Diagnosis {
  readonly pull: Pull;
  readonly proof: Proof;
  /** What became of the other pulls that were asked about. */
  readonly others: readonly { readonly pull: Pull; readonly proof: Proof }[];
}

/** A pull, and the world in which it is to be proven. */
export interface Case {
  readonly pull: Pull;
  readonly world: World;
}

const worst: readonly Proof['verdict'][] = ['broken', 'unseen', 'holds'];

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

/**
 * The same pulls, with what nodes found themselves.
 * @throws EvidenceError when a report is of none of their nodes.
 */
export function withNodes(cases: readonly Case[], reports: readonly NodeReport[]): readonly Case[] {
  if (reports.length === 0) return cases;
  requireNodes(
    cases.map(({ world }) => world),
    reports,
  );
  return cases.map(({ pull, world }) => ({ pull, world: withReports(world, reports) }));
}

/**
 * Proves the pulls. Of several, the one that fares worst comes first, and the others with it.
 * @throws EvidenceError when there is none.
 */
export function judge(cases: readonly Case[]): Diagnosis {
  const [first, ...others] = cases
    .map(({ pull, world }) => ({ pull, proof: prove(pull, world) }))
    .sort((a, b) => worst.indexOf(a.proof.verdict) - worst.indexOf(b.proof.verdict));
  if (first === undefined) throw new EvidenceError('NO_CONTAINER', 'the pod has no containers', '');
  return { ...first, others };
}

async function pullsOf(question: Question, context: string | undefined): Promise<Pull[]> {
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
