import type { Command } from 'commander';
import type { Question } from '../evidence/diagnose.ts';
import { repeatable } from './repeatable.ts';
import { UsageError } from './usage-error.ts';

/** What `doctor` and `collect` are asked with, beside a pod or an image. */
export interface Asked {
  readonly namespace?: string;
  readonly as?: string;
  readonly profile: readonly string[];
}

/** Adds the options by which a pull is named and looked at. */
export function askable(command: Command): Command {
  return command
    .option(
      '-n, --namespace <name>',
      'namespace of the pod; by default that of the current context',
    )
    .option('--as <role-arn>', 'the role that is to pull the image')
    .option(
      '--profile <name>',
      'an AWS profile to look with, one for each account (repeatable)',
      repeatable,
      [],
    );
}

/**
 * A pod, or an image with the role that wants it.
 * @throws UsageError for what is neither.
 */
export async function questionOf(
  target: string,
  { as: role, namespace }: Asked,
): Promise<Question> {
  if (role !== undefined) return { image: target, role: roleArn(role) };
  const pod = target.replace(/^pods?\//, '');
  if (/[/:@]/.test(pod)) {
    throw new UsageError(
      `"${target}" is an image, and nobody is said to pull it`,
      'Name the role with --as ROLE_ARN, or give a pod instead.',
    );
  }
  return { pod, namespace: namespace ?? (await contextNamespace()) };
}

/** @throws EvidenceError when there is no kubeconfig. */
export async function contextNamespace(): Promise<string> {
  const { openCluster } = await import('../evidence/kubernetes/cluster.ts');
  return openCluster().namespace;
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
  if (asked.as === undefined) return undefined;
  throw new UsageError('--as without an image', 'Name the image that the role is to pull.');
}

/** @throws UsageError for what is not the ARN of a role. */
export function roleArn(text: string): string {
  if (/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(text)) return text;
  throw new UsageError(
    `--as takes the ARN of a role, not "${text}"`,
    'Such as arn:aws:iam::111122223333:role/node.',
  );
}
