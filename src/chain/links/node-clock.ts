import type { Finding } from '../proof.ts';
import type { Subject } from '../subject.ts';
import type { NodeReport } from '../world.ts';
import { foundOnNode } from './found-on-node.ts';

/** Seconds: what is signed further off is refused (IAM User Guide, "Elements of an AWS API request signature"). */
const mostSkew = 300;

/** The clock by which the node signs: HW0801. */
export function wrongClock(_subject: Subject, report: NodeReport): Finding[] {
  const { clock, node, endpoints } = report;
  if (clock.state === 'known') {
    const { aheadBy, against } = clock.value;
    if (Math.abs(aheadBy) <= mostSkew) return [];
    const order = aheadBy > 0 ? 'ahead of' : 'behind';
    const text = `the clock of ${node} is ${Math.abs(aheadBy)} seconds ${order} that of ${against}`;
    return [foundOnNode(report, 'HW0801', text, fix)];
  }
  // Further off, not even TLS comes about: then no answer tells its time.
  const refused = endpoints.find(
    ({ certificate }) =>
      /NOT_YET_VALID|EXPIRED/.test(certificate?.error ?? '') &&
      ofAws.test(certificate?.issuer ?? ''),
  );
  if (refused === undefined) return [];
  const { error, issuer } = refused.certificate ?? {};
  const text = `by the clock of ${node}, the certificate of ${refused.host} is ${error} (issued by ${issuer})`;
  return [foundOnNode(report, 'HW0801', text, fix)];
}

const fix =
  'Have the node take its time from 169.254.169.123: systemctl restart chronyd, and chronyc tracking shows what it follows. A node that cannot is to be replaced.';

/** Who issues the certificates of AWS's hosts. */
export const ofAws = /Amazon|DigiCert|Starfield/i;

/** The metadata service, which EC2 says is on and which does not answer the node: HW0606. */
export function blockedMetadata(
  { networkInterface, instance }: Subject,
  report: NodeReport,
): Finding[] {
  const { metadata, node } = report;
  if (metadata.state !== 'known' || metadata.value.token || instance.state !== 'known') return [];
  if (networkInterface.state !== 'known') return [];
  if (networkInterface.value.metadata?.endpoint !== 'enabled') return [];
  const why = metadata.value.why === undefined ? '' : `: ${metadata.value.why}`;
  const text = `${node} does not reach the instance metadata service, which EC2 says is on${why}`;
  const mend =
    'Let programs on the node connect to 169.254.169.254, port 80: take away the rule of its firewall (iptables -S OUTPUT, nft list ruleset) or the agent that blocks it, and put the address into NO_PROXY of the kubelet.';
  return [foundOnNode(report, 'HW0606', text, mend)];
}
