import type { Question } from '../evidence/diagnose.ts';
import { UsageError } from './usage-error.ts';

/** What `doctor` and `collect` are asked with, beside a pod or an image. */
export interface Asked {
  readonly namespace: string;
  readonly as?: string;
}

/**
 * A pod, or an image with the role that wants it.
 * @throws UsageError for what is neither.
 */
export function questionOf(target: string, { as: role, namespace }: Asked): Question {
  if (role !== undefined) {
    if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(role)) {
      throw new UsageError(
        `--as takes the ARN of a role, not "${role}"`,
        'Such as arn:aws:iam::111122223333:role/node.',
      );
    }
    return { image: target, role };
  }
  const pod = target.replace(/^pods?\//, '');
  if (/[/:@]/.test(pod)) {
    throw new UsageError(
      `"${target}" is an image, and nobody is said to pull it`,
      'Name the role with --as ROLE_ARN, or give a pod instead.',
    );
  }
  return { pod, namespace };
}
