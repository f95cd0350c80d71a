import { type Block, cidrHolds } from '../../network/index.ts';
import type { PlannedVpcChange } from './applied.ts';
import { inAccount, seen, type VpcContext } from './context.ts';

const lastRule = 32_767;
/** The ports that answers go to, of any machine and of gateways (VPC User Guide, "Ephemeral ports"). */
const ephemeralPorts = [1024, 65_535] as const;

/** An entry ahead of the one that decides, for the ports in question and no more. */
export function openAcl(
  context: VpcContext,
  why: Extract<Block['why'], { kind: 'network-acl' }>,
): PlannedVpcChange[] {
  const { networkAclId, egress, ports, entry, peer } = why;
  const acl = [context.network, ...context.network.far]
    .flatMap(({ networkAcls }) => seen(networkAcls))
    .find((one) => one.networkAclId === networkAclId);
  const taken = new Set(
    (acl?.entries ?? []).filter((one) => one.egress === egress).map(({ ruleNumber }) => ruleNumber),
  );
  const before = entry?.ruleNumber ?? lastRule;
  const last = Math.max(0, ...[...taken].filter((one) => one < lastRule));
  let ruleNumber = before === lastRule ? last + 10 : before - 1;
  while (taken.has(ruleNumber)) ruleNumber--;
  if (ruleNumber < 1 || peer.includes(':')) return [];
  const cidrBlock = blockAround(context, peer);
  return [
    {
      ...inAccount(context),
      kind: 'create-network-acl-entry',
      networkAclId,
      ruleNumber,
      egress,
      cidrBlock,
      ports: ports[0] === ports[1] ? ports : ephemeralPorts,
    },
  ];
}

/** The subnet that an address of the VPC is in; for one of the internet, all of it. */
function blockAround({ network }: VpcContext, peer: string): string {
  const subnets = [network, ...network.far]
    .flatMap((one) => seen(one.subnets))
    .flatMap(({ cidrBlocks }) => cidrBlocks);
  return subnets.find((block) => cidrHolds(block, peer)) ?? '0.0.0.0/0';
}
