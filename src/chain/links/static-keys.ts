import type { Need } from '../../causes/need.ts';
import { lastFailure } from '../credential-runs.ts';
import type { LinkOutcome } from '../proof.ts';
import type { Subject } from '../subject.ts';
import type { NodeReport } from '../world.ts';
import { foundOnNode, type ReportCheck } from './found-on-node.ts';
import { lastWords } from './node-state.ts';

const userDenied = /(arn:aws[\w-]*:iam::\d{12}:user\/\S+) is not authorized/;

/**
 * AWS refused a user where the node's role was meant to ask: HW0608, as of then. Whether the keys are still there only the
 * node shows.
 */
export function deniedUser(subject: Subject): LinkOutcome | undefined {
  const [, user] = userDenied.exec(lastFailure(subject)?.text ?? '') ?? [];
  if (user === undefined || subject.node.state !== 'known') return undefined;
  const { name } = subject.node.value;
  const text = `the credential provider of ${name} last asked as ${user}, and not as the role of the node`;
  return {
    status: 'unseen',
    fact: text,
    needs: [
      {
        fact: `whether static keys are still on ${name}: its credential provider last asked as ${user}`,
        permission: 'hawser collect --node on the node',
      },
    ],
    suspected: [{ code: 'HW0608', deciding: { text }, fix: { text: mend } }],
  };
}

/** Keys on the node, where the registry, or AWS, last refused it: HW0608. Where nothing failed, they may be good ones. */
export const staticKeys: ReportCheck = (subject, report) => {
  const keys = keysOf(report);
  const isRefused = lastWords(subject).some((line) => refused.test(line));
  if (keys.length === 0 || !isRefused) return [];
  const text = `static keys of AWS are in ${keys.join(' and ')} of ${report.node}: the credential provider takes them before the node's role`;
  return [foundOnNode(report, 'HW0608', text, mend)];
};

/** Whose keys they are, and what their user may do, nobody sees: the role's policies prove nothing then. */
export function unknownUser(report: NodeReport): Need | undefined {
  const keys = keysOf(report);
  if (keys.length === 0) return undefined;
  return {
    fact: `whose keys are in ${keys.join(' and ')} of ${report.node}, which come before the node's role`,
    permission: 'the node without them, or a pull with them',
  };
}

function keysOf({ kubelet }: NodeReport): readonly string[] {
  return kubelet.state === 'known' ? (kubelet.value.keys ?? []) : [];
}

const refused = /no basic auth credentials|401 Unauthorized|403 Forbidden/;
const mend =
  "Take AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY out of the environment of kubelet.service (systemctl cat kubelet shows its drop-ins) and root's .aws/credentials off the node, then restart the kubelet. Deactivate the keys.";
