import { UsageError } from './usage-error.ts';

/** @throws UsageError for what is not the ARN of a role. */
export function roleArn(text: string): string {
  if (/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(text)) return text;
  throw new UsageError(
    `--as takes the ARN of a role, not "${text}"`,
    'Give an ARN such as arn:aws:iam::111122223333:role/node.',
  );
}
