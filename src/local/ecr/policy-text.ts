import { prettyJson } from '../../iam/index.ts';

/**
 * The text that ECR keeps and gives back for a repository or registry policy: the document that was put, written anew
 * (samples in the ECR API reference and the aws CLI's; a colon has spaces around it, lists stay on their line).
 */
export function storedPolicy(text: string): string {
  return prettyJson(text);
}

/** The text that ECR keeps and gives back for a lifecycle policy: without white space (the aws CLI's samples). */
export function storedLifecyclePolicy(text: string): string {
  return JSON.stringify(JSON.parse(text));
}
