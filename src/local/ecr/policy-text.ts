import { prettyJson } from '../../iam/index.ts';

/**
 * The text that ECR stores and returns for a repository or registry policy: the document, reformatted (samples
 * in the ECR API reference and the AWS CLI's; a colon has spaces around it, lists stay on one line).
 */
export function storedPolicy(text: string): string {
  return prettyJson(text);
}

/** The text that ECR stores and returns for a lifecycle policy: without white space (the AWS CLI's samples). */
export function storedLifecyclePolicy(text: string): string {
  return JSON.stringify(JSON.parse(text));
}
