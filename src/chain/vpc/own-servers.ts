import { knownCauseOf } from '../../causes/known.ts';
import {
  askingResolver,
  cidrHolds,
  type Outcome,
  type Way,
  wayTo,
  wayToAddress,
} from '../../network/index.ts';
import type { Finding } from '../proof.ts';
import { triedLines } from '../waiting.ts';
import type { PlannedVpcChange } from './applied.ts';
import { contextOf, inAccount, type VpcContext } from './context.ts';
import type { InVpc } from './ways.ts';

/**
 * What the DNS servers of the DHCP options do wrong, by what the kubelet says that it met (HW0904). The VPC's resolver has
 * an address for the host that is reached, and the node did not get it: the server answered with a public one to which no
 * way leads, or that there is none, or not at all.
 */
export function wrongServer(subject: InVpc, ways: readonly Way[]): Finding | undefined {
  const context = contextOf(subject);
  const lines = triedLines(subject);
  for (const { host, resolution } of ways) {
    if (resolution.kind !== 'unseen' || resolution.servers === undefined) continue;
    const resolved = wayTo(askingResolver(context.network), context.from, host);
    if (resolved.outcome?.kind !== 'reached') continue;
    const met = lines
      .filter((line) => line.includes(host.name))
      .map((line) => metBy(context, { host, resolution }, resolution.servers ?? [], line))
      .find((one) => one !== undefined);
    if (met === undefined) continue;
    const hop = resolved.outcome.hops.at(-1)?.component ?? '';
    const through =
      resolved.resolution.kind === 'endpoint' ? resolved.resolution.endpoint.vpcEndpointId : hop;
    const { dhcpOptions, vpcId } = context.network;
    const id = dhcpOptions.state === 'known' ? dhcpOptions.value.dhcpOptionsId : '';
    const text = `DHCP options ${id} of ${vpcId} name DNS server ${resolution.servers.join(', ')}, and ${met}; the VPC's resolver leads ${host.name} through ${through}`;
    return findingOf(context, text);
  }
  return undefined;
}

/** What a line of the kubelet shows of the servers' answer; undefined where it shows nothing. */
function metBy(
  context: VpcContext,
  { host }: Pick<Way, 'host' | 'resolution'>,
  servers: readonly string[],
  line: string,
): string | undefined {
  const [, asked, answer] =
    /lookup \S+ on ([\d.]+):53: (no such host|.*i\/o timeout)/.exec(line) ?? [];
  if (asked !== undefined && servers.includes(asked)) {
    return answer === 'no such host'
      ? `the node was told by ${asked} that there is no ${host.name}`
      : `the node got no answer from ${asked} for ${host.name}`;
  }
  const [, address] = /dial tcp ([\d.]+):443: i\/o timeout/.exec(line) ?? [];
  if (address === undefined || isOfVpc(context, address)) return undefined;
  const outcome: Outcome = wayToAddress(context.network, context.from, host, address);
  if (outcome.kind !== 'blocked') return undefined;
  return `the node tried ${address} for ${host.name}, to which no way leads (${outcome.block.text})`;
}

function isOfVpc({ network: { vpc } }: VpcContext, address: string): boolean {
  return vpc.state === 'known' && vpc.value.cidrBlocks.some((block) => cidrHolds(block, address));
}

function findingOf(context: VpcContext, text: string): Finding {
  const changes = withResolver(context);
  return {
    code: 'HW0904',
    deciding: { text },
    fix: {
      text: `${knownCauseOf('HW0904')?.fix} Or let the VPC's DHCP options name its resolver: a node asks it once it has renewed its lease, at the latest after a start.`,
      ...(changes.length === 0 ? {} : { changes }),
    },
  };
}

function withResolver(context: VpcContext): PlannedVpcChange[] {
  const { dhcpOptions, vpcId } = context.network;
  const dhcpOptionsId =
    dhcpOptions.state === 'known' ? dhcpOptions.value.setWithResolver : undefined;
  if (dhcpOptionsId === undefined) return [];
  return [{ ...inAccount(context), kind: 'associate-dhcp-options', vpcId, dhcpOptionsId }];
}
