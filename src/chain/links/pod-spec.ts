import type { PlannedChange } from '../../actions/index.ts';
import { nameOf } from '../../names/arn.ts';
import { broken, holds, linkOf, notSeen, skipped } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import { secretsFor } from '../secrets.ts';
import type { Subject } from '../subject.ts';
import { workloadOf } from './fixes.ts';

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
    return holds('imagePullPolicy is Never and the image lies on the node');
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

/**
 * A pull secret is tried before the node's own credentials, and a useless one is passed over. It breaks
 * the pull only where the node brings no credentials itself.
 */
function checkSecrets(subject: Subject): LinkOutcome {
  const { names, missing, working, refused, needs } = secretsFor(subject);
  if (working !== undefined)
    return holds(`pulls with Secret ${working.name}, which the registry accepts`);
  if (names.length === 0) return holds('no imagePullSecrets: the node pulls with its own role');
  const { node } = subject;
  const provider = node.state === 'known' ? node.value.credentialProvider : node;
  if (provider.state !== 'known' || provider.value.configured) {
    return holds(
      refused === undefined
        ? `imagePullSecrets (${names.join(', ')}) are of no use; the pull rests on the node's own credentials`
        : `the registry refuses Secret ${refused.name} (${refused.message}); the pull rests on the node's own credentials`,
    );
  }
  if (refused !== undefined) {
    return broken(
      'HW0203',
      {
        text: `Secret ${refused.name} holds a token that the registry refuses, and the node runs no credential provider`,
        message: refused.message,
      },
      {
        text: 'Tokens of ECR last 12 hours: let the node pull with its own role (run the kubelet with a credential provider) and drop the Secret from imagePullSecrets.',
      },
    );
  }
  if (missing !== undefined) {
    return broken('HW0202', `there is no Secret ${missing} in the pod's namespace`, {
      text: `Drop ${missing} from imagePullSecrets: on EKS the node's role pulls from ECR without any Secret.`,
    });
  }
  return needs.length > 0 ? notSeen(...needs) : holds('no Secret has an entry for the registry');
}
