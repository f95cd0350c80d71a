import { createHash } from 'node:crypto';
import { type FailureRecord, hostWanted } from '../failures/record.ts';
import type { TokenHolder } from '../provider/service-account.ts';
import type { Telling } from './pace.ts';

/** The doctor, and `kubectl get events --field-selector reason=…`, find the event by this reason. */
export const reason = 'CredentialProviderFailed';
const component = 'hawser-credential-provider';
/** Characters (events.k8s.io/v1: note). */
const longestMessage = 1_024;

/** The object of an event, and the namespace that it is written to. */
export interface Subject {
  readonly namespace: string;
  readonly object: { readonly kind: 'Node' | 'Pod'; readonly name: string; readonly uid: string };
}

/** The pod whose service account asked, else the node; a node's events are in namespace `default`. */
export function subjectOf(holder: TokenHolder | undefined, node: string): Subject {
  const { pod, namespace = 'default' } = holder ?? {};
  if (pod !== undefined) return { namespace, object: { kind: 'Pod', ...pod } };
  // Kubelets use a node's name as its UID too, and kubectl describe looks for both (kubelet: nodeRef).
  return { namespace: 'default', object: { kind: 'Node', name: node, uid: node } };
}

/** Processes that fail at the same time use the same name, so that only one event is written. */
export function nameOf({ object }: Subject, failure: FailureRecord): string {
  const about = [object.kind, object.uid, failure.code, hostWanted(failure)].join(' ');
  const hash = createHash('sha256').update(about).digest('hex').slice(0, 16);
  return `${object.name.slice(0, 200)}.${hash}`;
}

/** The part that changes when it is reported again. */
export function changeOf(failure: FailureRecord, { count }: Telling): object {
  const { at, code, link, message, fix, wanted } = failure;
  const text = `${wanted}: ${code} ${link}: ${message}; fix: ${fix}`;
  return { message: text.slice(0, longestMessage), count, lastTimestamp: seconds(Date.parse(at)) };
}

/** An event (v1), as kubelets write them. */
export function eventOf(
  subject: Subject,
  node: string,
  failure: FailureRecord,
  telling: Telling,
): object {
  const { namespace, object } = subject;
  return {
    kind: 'Event',
    apiVersion: 'v1',
    metadata: { name: nameOf(subject, failure), namespace },
    involvedObject: {
      apiVersion: 'v1',
      ...object,
      ...(object.kind === 'Pod' ? { namespace } : {}),
    },
    type: 'Warning',
    reason,
    firstTimestamp: seconds(telling.since),
    eventTime: null,
    source: { component, host: node },
    reportingComponent: component,
    reportingInstance: node,
    ...changeOf(failure, telling),
  };
}

function seconds(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
