import { nameOf } from '../../names/arn.ts';
import { broken } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import type { Subject } from '../subject.ts';
import type { InstanceFacts } from '../world.ts';

/**
 * A machine gets its role's credentials from the instance metadata service: where that is off, it has none (EC2 User Guide,
 * "Configure the instance metadata options"). Its hop limit and tokens do not matter to a kubelet, which runs on the machine
 * itself and asks with tokens.
 * @returns undefined where it is on, or EC2 did not tell.
 */
export function metadataOff(
  { networkInterface, node }: Subject,
  { accountId }: InstanceFacts,
): LinkOutcome | undefined {
  if (networkInterface.state !== 'known' || node.state !== 'known') return undefined;
  const { metadata, region } = networkInterface.value;
  if (metadata?.endpoint !== 'disabled') return undefined;
  const instanceId = nameOf(node.value.providerId);
  return broken(
    'HW0605',
    `the instance metadata service of ${instanceId} is disabled, so that the node gets no credentials of its role`,
    {
      text: 'Switch it on; with tokens required, only who is on the machine can ask it.',
      changes: [
        {
          kind: 'enable-instance-metadata',
          account: accountId,
          region,
          instanceId,
          reversibility: 'reversible',
        },
      ],
    },
  );
}
