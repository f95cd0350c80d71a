import type { PlannedChange } from '../../actions/index.ts';
import { isOwnless } from '../client-machine.ts';
import { broken, linkOf, notSeen, skipped } from '../link.ts';
import type { LinkOutcome, PlannedFix } from '../proof.ts';
import type { Subject } from '../subject.ts';
import { lookUp, type WebhookFacts, webhookAt } from '../world.ts';
import { checkOwnless } from './ownless-client.ts';
import { rewritten } from './rewritten-image.ts';

/** What webhooks that verify signatures say of an image without one (sigstore's policy-controller, Kyverno, Ratify, Connaisseur). */
const unsigned =
  /no (?:matching )?signatures?|signature (?:not found|mismatch|verification failed)|unsigned|not signed|no signatures found|attestor/i;
/** That the controller itself was refused, so that nothing is known of the signature. */
const refusedItself = /\b(?:401|403)\b|unauthorized|forbidden|denied: |no basic auth/i;
/** What policies on images speak of. */
const aboutImages =
  /\b(?:images?|registr(?:y|ies)|repos?|repositor(?:y|ies)|tags?|latest|digests?)\b/i;

/**
 * The API server lets the pod in, as its workload wants it. It is looked at where a workload has no pod, and where a pod's
 * image is another than its template's: what was refused, and by whom, the API server says itself. A client inside the
 * cluster that has no role of its own finds that of its node.
 */
export const admission = linkOf('admission', [], (subject): LinkOutcome => {
  const { pull, pod, serviceAccount } = subject;
  if (pull.kind === 'service-account') {
    return isOwnless(serviceAccount)
      ? checkOwnless(subject, `service account ${pull.namespace}/${pull.serviceAccount}`)
      : skipped('the client has a role of its own');
  }
  if (pod.state !== 'known') return skipped('there is no pod to let in');
  const { refusal } = pod.value;
  if (refusal === undefined) return rewritten(subject);
  if (refusal.state === 'unseen') return notSeen(refusal.need);
  if (refusal.state === 'absent') return skipped('no pod was refused');
  return refused(subject, refusal.value);
});

function refused(subject: Subject, said: string): LinkOutcome {
  const [, policy, because = ''] =
    /ValidatingAdmissionPolicy '([^']+)' with binding '[^']+' denied request: (.*)/s.exec(said) ??
    [];
  if (policy !== undefined) return denied(`ValidatingAdmissionPolicy ${policy}`, because, said);
  const [, silent, why = ''] =
    /failed calling webhook "([^"]+)": (?:failed to call webhook: )?(.*)/s.exec(said) ?? [];
  if (silent !== undefined) return unanswered(subject, silent, why, said);
  const [, name, message = ''] =
    /admission webhook "([^"]+)" denied the request(?:: )?(.*)/s.exec(said) ?? [];
  return name === undefined ? other(said) : denied(`webhook ${name}`, message, said);
}

function denied(who: string, because: string, message: string): LinkOutcome {
  if (unsigned.test(because) && !refusedItself.test(because)) {
    return broken(
      'HW0303',
      { text: `${who} found no signature that it accepts: ${because}`, message },
      {
        text: 'Sign the image with the key or the identity that the policy names, and push the signature beside it. Where it was signed, see whether a lifecycle rule or a copy left the signature behind.',
      },
    );
  }
  if (!aboutImages.test(because) || unsigned.test(because)) return other(message);
  return broken(
    'HW0301',
    { text: `${who} does not allow the image: ${because}`, message },
    {
      text: `Take the image from a registry, and by a tag or digest, that ${who} allows: copy it there and set it in the workload. Or have the policy allow this one.`,
    },
  );
}

/** It has nothing to do with the image, or with more than words tell. */
function other(said: string): LinkOutcome {
  return notSeen({
    fact: `whether pods of it are let in: the API server refused one with "${said}"`,
    permission: 'the policy that refused it, or the log of its controller',
  });
}

function unanswered(subject: Subject, name: string, why: string, message: string): LinkOutcome {
  const webhook = lookUp(subject.world, webhookAt(name));
  const facts = webhook.state === 'known' ? webhook.value : undefined;
  const within = facts === undefined ? '' : `, which has ${facts.timeoutSeconds} s to answer`;
  return broken(
    'HW0305',
    { text: `webhook ${name}${within} did not answer: ${why}`, message },
    letIn(name, facts),
  );
}

function letIn(name: string, facts: WebhookFacts | undefined): PlannedFix {
  const text = `See whether ${facts?.answeredBy ?? 'what answers the webhook'} runs and reaches the registry; give it more time (timeoutSeconds, 30 at most).`;
  if (facts === undefined || facts.failurePolicy !== 'Fail') return { text };
  const change: PlannedChange = {
    kind: 'set-failure-policy',
    configuration: facts.configuration,
    webhookKind: facts.kind,
    index: facts.index,
    before: facts.failurePolicy,
    policy: 'Ignore',
    reversibility: 'reversible',
  };
  return {
    text: `${text} Until then, let pods in without its answer.`,
    risk: `While ${name} does not answer, whatever it would refuse is let in.`,
    changes: [change],
  };
}
