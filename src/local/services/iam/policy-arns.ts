import type { AwsError } from '../../protocol/aws-error.ts';
import { invalidInput, invalidValue } from './errors.ts';

/**
 * Refuses what can't be a managed policy's ARN: a text that is no ARN at all, and the ARN of something
 * else. Source: answers of February 2026, recorded by public test suites.
 * @throws AwsError `ValidationError`, `InvalidInput`.
 */
export function requirePolicyArn(arn: string): void {
  const wrong = (error: (message: string) => AwsError): AwsError =>
    error(`ARN ${arn} is not valid.`);
  const [first, partition, service, , , ...resource] = arn.split(':');
  if (first !== 'arn' || !partition || !service || resource.join(':') === '') {
    throw wrong(invalidValue);
  }
  if (service !== 'iam' || !resource.join(':').startsWith('policy/')) throw wrong(invalidInput);
}
