import type { PlannedChange } from '../../actions/index.ts';
import { nameOf } from '../../names/arn.ts';
import { type ClientMachine, clientMachineOf, metadataFor } from '../client-machine.ts';
import { broken, holds, notSeen } from '../link.ts';
import type { LinkOutcome, PlannedFix } from '../proof.ts';
import type { Subject } from '../subject.ts';
import type { ClientFacts, InstanceFacts, InterfaceFacts } from '../world.ts';
import { ownRole } from './own-role.ts';

/**
 * A client without a role of its own finds that of its node, where it reaches the instance metadata: its SDK asks there last
 * (AWS SDKs and Tools Reference Guide, "Standardized credential providers").
 */
export function checkOwnless(subject: Subject, who: string): LinkOutcome {
  const machine = clientMachineOf(subject.serviceAccount, subject.world);
  const { client, node, instance, networkInterface } = machine;
  if (client.state === 'unseen') return notSeen(client.need);
  if (client.state === 'absent') return unknownPlace(who);
  if (client.value.onFargate) return nothingThere(subject, who, 'a pod on Fargate');
  if (client.value.node === undefined) return unknownPlace(who);
  if (node.state === 'unseen') return notSeen(node.need);
  if (node.state === 'known' && /^eks-hybrid:/.test(node.value.providerId)) {
    return nothingThere(subject, who, 'a pod on a hybrid node');
  }
  if (instance.state === 'unseen') return notSeen(instance.need);
  if (networkInterface.state === 'unseen') return notSeen(networkInterface.need);
  if (instance.state === 'absent' || networkInterface.state === 'absent') return unknownPlace(who);
  return byMetadata(subject, who, {
    ...machine,
    client: client.value,
    instance: instance.value,
    networkInterface: networkInterface.value,
    instanceId: node.state === 'known' ? nameOf(node.value.providerId) : '',
  });
}

interface Seen extends Omit<ClientMachine, 'client' | 'instance' | 'networkInterface'> {
  readonly client: ClientFacts;
  readonly instance: InstanceFacts;
  readonly networkInterface: InterfaceFacts;
  readonly instanceId: string;
}

function byMetadata(subject: Subject, who: string, seen: Seen): LinkOutcome {
  const { client, instance, networkInterface, instanceId, profile } = seen;
  const { region } = networkInterface;
  const metadata = metadataFor(client, networkInterface);
  if (metadata === 'unseen') return unknownPlace(who);
  if (metadata !== 'reached') {
    const change = {
      kind: 'let-pods-reach-metadata',
      account: instance.accountId,
      region,
      instanceId,
      reversibility: 'reversible',
    } as const;
    return unreached(subject, who, { ...seen, isOff: metadata === 'off' }, change);
  }
  const { role } = subject;
  if (role.state === 'unseen') return notSeen(role.need);
  if (profile.state === 'unseen') return notSeen(profile.need);
  if (role.state === 'absent') {
    return nothingThere(subject, who, `a pod on ${instanceId}, which has no role`);
  }
  return holds(
    `${who} has no role of its own: pod ${client.pod} reaches the instance metadata of ${instanceId} and takes role ${nameOf(role.value.arn)}, the node's`,
  );
}

function unreached(
  subject: Subject,
  who: string,
  { client, instanceId, isOff }: Seen & { readonly isOff: boolean },
  change: PlannedChange,
): LinkOutcome {
  const why = isOff
    ? `the instance metadata of ${instanceId} is disabled`
    : `the instance metadata of ${instanceId} has a hop limit of 1, which a pod's network uses up`;
  const own = ownRole(subject);
  const fix: PlannedFix = {
    text: `Give ${who} a role of its own, which needs no metadata (${own?.text ?? 'IRSA or EKS Pod Identity'}). Or let pods reach the metadata of the node: with a hop limit of 2 they get the node's role.`,
    changes: [change],
    risk: "With a hop limit of 2, every pod of the node can take the node's role.",
  };
  return broken(
    'HW0307',
    `${who} has no role of its own, and pod ${client.pod} cannot take the node's: ${why}`,
    fix,
  );
}

/** Neither its own credentials nor any metadata to ask. */
function nothingThere(subject: Subject, who: string, where: string): LinkOutcome {
  const own = ownRole(subject);
  return broken(
    'HW0308',
    `${who} has neither the annotation eks.amazonaws.com/role-arn nor a Pod Identity association, and ${where} finds no role of a node`,
    {
      text: `Give it a role of its own with the pull actions, by IRSA or, on machines other than Fargate's, by EKS Pod Identity; then start its pods anew.${own === undefined ? '' : ` ${own.text}.`}`,
      ...(own === undefined ? {} : { changes: own.changes }),
    },
  );
}

function unknownPlace(who: string): LinkOutcome {
  return notSeen({
    fact: `whose role ${who} pulls with: it has neither the annotation eks.amazonaws.com/role-arn nor a Pod Identity association, so that its clients take the node's role, if they reach the instance metadata`,
    permission:
      'a role of its own, or a running pod of it on a machine that is seen; or name the role with --as',
  });
}
