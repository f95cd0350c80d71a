import type { Need } from '../../causes/need.ts';
import { lastFailure, mayBeOnTheNode } from '../credential-runs.ts';
import { broken, holds, linkOf, notSeen, requiring } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import type { Met } from '../requirements.ts';
import { secretsFor } from '../secrets.ts';
import type { Subject } from '../subject.ts';
import { isBottlerocket } from './node-provider.ts';
import { bringsCredentials } from './node-runtime.ts';

/** The node's kubelet runs a credential provider for ECR. */
export const nodeKubelet = linkOf('node-kubelet', [], (subject) => {
  const outcome = requiring(subject, ['node'], check);
  const failed = lastFailure(subject);
  if (failed === undefined) return outcome;
  const fact = `${outcome.fact}${failed.text}`;
  const isOpen = mayBeOnTheNode(failed) && !needsNoProvider(subject);
  if (outcome.status !== 'holds' || !isOpen) return { ...outcome, fact };
  return { ...notSeen(nextRun), fact };
});

const nextRun: Need = {
  fact: "whether the node's credential provider works again",
  permission: 'its next run, for a new pod; or a report of the node (hawser collect --node)',
};

function needsNoProvider(subject: Subject): boolean {
  return subject.pull.kind === 'role' || secretsFor(subject).working !== undefined;
}

function check(subject: Subject & Pick<Met, 'node'>): LinkOutcome {
  const { node, pod } = subject;
  if (pod.state === 'known' && pod.value.fargate !== undefined) {
    return holds(
      'Fargate pulls with the pod execution role: there is no credential provider to set up',
    );
  }
  const { name, credentialProvider } = node.value;
  if (credentialProvider.state === 'unseen') return notSeen(credentialProvider.need);
  if (credentialProvider.state === 'known' && credentialProvider.value.configured) {
    const { failures } = credentialProvider.value;
    const failed = failures === 0 ? '' : `; it failed ${failures} times since the kubelet started`;
    return holds(`the kubelet of ${name} runs a credential provider${failed}`);
  }
  if (secretsFor(subject).working !== undefined) {
    return holds(
      `the kubelet of ${name} runs no credential provider; a pull with a Secret does not need one`,
    );
  }
  if (bringsCredentials(subject)) {
    return notSeen({
      fact: `whether the registry takes the credentials in containerd's own configuration on ${name}, whose kubelet brings none`,
      permission: 'a pull with them: nothing of them is kept',
    });
  }
  if (isBottlerocket(subject)) {
    return broken('HW0405', `${name} is a Bottlerocket node, and its credential provider is off`, {
      text: 'On the node, by SSM or the admin container: apiclient set settings.kubernetes.credential-providers.ecr-credential-provider.enabled=true; the kubelet restarts by itself. Then put it into the user data of the launch template, without image-patterns of its own.',
    });
  }
  return broken('HW0402', `the kubelet of ${name} has no --image-credential-provider-config`, {
    text: 'Start the kubelet with --image-credential-provider-config and --image-credential-provider-bin-dir (EKS AMIs do): kubelets since 1.27 have no built-in provider for ECR.',
    changes: [
      {
        kind: 'configure-kubelet',
        node: name,
        flags: ['--image-credential-provider-config', '--image-credential-provider-bin-dir'],
        reversibility: 'reversible',
      },
    ],
  });
}
