import type { SetFailurePolicy } from '../nodes/admission.ts';
import type { KubernetesCall } from './api.ts';
import { quoted } from './quoted.ts';

const kindOf = ({ webhookKind }: SetFailurePolicy) => `${webhookKind}webhookconfiguration`;

const patchOf = ({ index, policy }: SetFailurePolicy) => [
  { op: 'replace', path: `/webhooks/${index}/failurePolicy`, value: policy },
];

/** The command that sets the failure policy of a webhook. */
export function failurePolicyCommand(change: SetFailurePolicy): string {
  return `kubectl patch ${kindOf(change)} ${quoted(change.configuration)} --type json --patch ${quoted(JSON.stringify(patchOf(change)))}`;
}

/** The same as a call of the API. */
export function failurePolicyCall(change: SetFailurePolicy): KubernetesCall {
  return {
    service: 'kubernetes',
    method: 'PATCH',
    path: `/apis/admissionregistration.k8s.io/v1/${kindOf(change)}s/${change.configuration}`,
    contentType: 'application/json-patch+json',
    body: patchOf(change),
  };
}
