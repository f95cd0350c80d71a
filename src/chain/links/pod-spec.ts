import type { PlannedChange } from '../../actions/index.ts';
import { nameOf } from '../../names/arn.ts';
import { broken, holds, linkOf, notSeen, skipped } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import type { Subject } from '../subject.ts';
import { workloadOf } from './fixes.ts';
import { checkSecrets } from './pull-secrets.ts';

/** The pod asks for its image in a way that lets the kubelet fetch it. */
export const podSpec = linkOf('pod-spec', ['pod'], (subject) => {
  const { pod, pull, container, image } = subject;
  if (container === undefined || image === undefined) {
    const name = pull.kind === 'pod' ? pull.container : '';
    return skipped(`pod ${pod.value.name} has no container ${name}`);
  }
  if (container.imagePullPolicy === 'Never') return checkPresence(subject, image);
  const outcome = checkSecrets(subject);
  const { serviceAccountRole: unused } = pod.value;
  if (unused === undefined) return outcome;
  const note = `; ${nameOf(unused)} in the annotation eks.amazonaws.com/role-arn is for the pod's own SDK, no pull uses it`;
  return { ...outcome, fact: `${outcome.fact}${note}` };
});

function checkPresence(subject: Subject, image: string): LinkOutcome {
  const { node, pull } = subject;
  if (pull.kind !== 'pod') return skipped('no pod');
  if (node.state === 'unseen') return notSeen(node.need);
  if (node.state === 'known' && node.value.images.includes(image)) {
    return holds('imagePullPolicy is Never and the image is on the node');
  }
  return broken(
    'HW0201',
    `imagePullPolicy of container ${pull.container} is Never, and the node does not have ${image}`,
    {
      text: 'Set imagePullPolicy to IfNotPresent (in the template that made the pod), or put the image on the node.',
      changes: letPull(subject),
    },
  );
}

function letPull(subject: Subject): PlannedChange[] {
  const { pull } = subject;
  const workload = workloadOf(subject);
  if (pull.kind !== 'pod' || workload === undefined) return [];
  return [
    {
      kind: 'set-pull-policy',
      namespace: pull.namespace,
      workload,
      container: pull.container,
      before: 'Never',
      policy: 'IfNotPresent',
      reversibility: 'reversible',
    },
  ];
}
