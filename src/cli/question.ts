import type { Command } from 'commander';
import type { Question } from '../evidence/judge.ts';
import type { WorkloadKind } from '../evidence/kubernetes/workload.ts';
import { pushQuestion } from './push-question.ts';
import { repeatable } from './repeatable.ts';
import { roleArn } from './role-arn.ts';
import { UsageError } from './usage-error.ts';

/** What `doctor` and `collect` are asked with, beside a pod or an image. */
export interface Asked {
  readonly namespace?: string;
  readonly context?: string;
  readonly bundle?: string;
  readonly as?: string;
  readonly from?: string;
  readonly push?: true;
  readonly audience?: string;
  readonly profile: readonly string[];
}

/** Adds the options by which a pull is named and looked at. */
export function askable(command: Command): Command {
  return command
    .option(
      '-n, --namespace <name>',
      'namespace of the pod; by default that of the current context',
    )
    .option('--context <name>', 'context of the kubeconfig, instead of the current one')
    .option(
      '--kubeconfig <path>',
      'kubeconfig to take, instead of KUBECONFIG or ~/.kube/config',
      takeKubeconfig,
    )
    .option('--as <role-arn>', 'the role that is to pull the image')
    .option(
      '--from <who>',
      'the client inside the cluster that is to pull the image: serviceaccount/NAME, in the namespace of -n; or the build that is to push it with the role of --as: github:OWNER/REPO:ref:refs/heads/main, gitlab:GROUP/PROJECT:ref_type:branch:ref:main',
    )
    .option('--push', 'whether the role of --as may push the image, instead of pulling it')
    .option('--audience <name>', "audience of the build's token, where it is not the usual one")
    .option(
      '--profile <name>',
      'an AWS profile to look with, one for each account (repeatable)',
      repeatable,
      [],
    );
}

/** Everything that reads a kubeconfig, and what a kubeconfig runs, finds it in the environment. */
function takeKubeconfig(path: string): string {
  process.env.KUBECONFIG = path;
  return path;
}

/**
 * A pod, by its name or that of the workload that makes it, or an image with the role that wants it.
 * @throws UsageError for what is none of these; EvidenceError for a workload without a pod.
 */
export async function questionOf(target: string, asked: Asked): Promise<Question> {
  const push = pushQuestion(target, asked);
  if (push !== undefined) return push;
  if (asked.as !== undefined && asked.from !== undefined) {
    throw new UsageError('--as and --from name two pullers', 'Give one of them.');
  }
  if (asked.as !== undefined) return { image: target, role: roleArn(asked.as) };
  if (asked.from !== undefined) return fromQuestion(target, asked.from, asked);
  const [kind, name] = await namedObject(target);
  const namespace = asked.namespace ?? (await contextNamespace(asked.context));
  if (kind === 'pod') return { pod: name, namespace };
  if (asked.bundle !== undefined) {
    throw new UsageError(
      `a bundle is asked about pods, not about ${target}`,
      'Name one of its pods; without a name all of them are examined.',
    );
  }
  const { openCluster } = await import('../evidence/kubernetes/cluster.ts');
  const { podOfWorkload } = await import('../evidence/kubernetes/workload.ts');
  const cluster = openCluster(asked.context);
  return { pod: await podOfWorkload(cluster, { kind, name, namespace }), namespace };
}

/** @throws UsageError for what does not name a service account. */
async function fromQuestion(image: string, from: string, asked: Asked): Promise<Question> {
  const [, serviceAccount] =
    /^(?:serviceaccounts?|sa)\/([a-z0-9]([a-z0-9.-]*[a-z0-9])?)$/.exec(from) ?? [];
  if (serviceAccount === undefined) {
    throw new UsageError(
      `--from takes a service account, not "${from}"`,
      'Write it serviceaccount/NAME, and its namespace with -n.',
    );
  }
  const namespace = asked.namespace ?? (await contextNamespace(asked.context));
  return { image, namespace, serviceAccount };
}

/**
 * What a target names, as kubectl reads it: `web`, `pod/web`, `deployment.apps/web`.
 * @throws UsageError for what names neither a pod nor a workload.
 */
export async function namedObject(
  target: string,
): Promise<[kind: WorkloadKind | 'pod', name: string]> {
  const { kindNamed } = await import('../evidence/kubernetes/workload.ts');
  const [first = '', second, ...more] = target.split('/');
  const [kind, name] =
    second === undefined ? (['pod', first] as const) : [kindNamed(first), second];
  if (kind !== undefined && more.length === 0 && /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name)) {
    return [kind, name];
  }
  throw new UsageError(
    `"${target}" is not a pod or a workload; for an image, the role that pulls it is missing`,
    'For an image, add --as ROLE_ARN; otherwise name a pod, or a workload such as deployment/web.',
  );
}

/** @throws EvidenceError when there is no kubeconfig. */
export async function contextNamespace(context?: string): Promise<string> {
  const { openCluster } = await import('../evidence/kubernetes/cluster.ts');
  return openCluster(context).namespace;
}

/**
 * The same where nothing needs to be named.
 * @throws UsageError for a role that has no image to pull.
 */
export async function questionIfAny(
  target: string | undefined,
  asked: Asked,
): Promise<Question | undefined> {
  if (target !== undefined) return questionOf(target, asked);
  if (asked.as === undefined && asked.from === undefined) return undefined;
  const flag = asked.as === undefined ? '--from' : '--as';
  throw new UsageError(`${flag} without an image`, 'Name the image that is to be pulled.');
}
