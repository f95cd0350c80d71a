import { stringify } from 'yaml';
import type { doctorJob } from '../evidence/doctor-job.ts';
import type { doctorPermissions } from '../evidence/permissions.ts';
import { UsageError } from './usage-error.ts';

/** The two documents for people, each as the tool that takes it reads it, or both as one JSON object. */
export function renderPermissions(
  { iam, rbac }: ReturnType<typeof doctorPermissions>,
  output: string,
): string {
  if (output === 'json') return `${JSON.stringify({ iam, rbac }, null, 2)}\n`;
  if (output !== 'text') {
    throw new UsageError(`--permissions has no ${output} form`, 'Use -o text or -o json.');
  }
  return [
    '# IAM policy, for each account that has nodes or repositories',
    JSON.stringify(iam, null, 2),
    '',
    '# ClusterRole, to be bound to whoever runs hawser doctor (kubectl apply -f -)',
    stringify(rbac),
  ].join('\n');
}

/** The objects of a Job as kubectl applies them. */
export function renderJob(objects: ReturnType<typeof doctorJob>, output: string): string {
  if (output === 'json') {
    return `${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }, null, 2)}\n`;
  }
  if (output !== 'text') {
    throw new UsageError(`--print-job has no ${output} form`, 'Use -o text or -o json.');
  }
  return objects.map((object) => `---\n${stringify(object)}`).join('');
}
