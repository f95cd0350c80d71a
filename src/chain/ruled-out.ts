import { InvalidReference } from '../names/errors.ts';
import { isSuffixOfAws, suffixOfEcrHost } from '../names/registry-host.ts';
import { wayTo } from '../network/index.ts';
import type { CauseFound } from './proof.ts';
import type { Subject } from './subject.ts';
import { interfaceOf } from './vpc/ways.ts';

/**
 * Which of the causes that a text makes likely the facts of the world rule out, also where the link they are of says
 * nothing of the pull: the links that look at a VPC look at the hosts of private registries only.
 */
export function ruledOutByFacts(subject: Subject): (cause: CauseFound) => boolean {
  const byNetwork = new Set([...ruledOutByDns(subject), ...ruledOutByWay(subject)]);
  const isOfOtherRegistry = isAtOtherRegistry(subject);
  return ({ code, link }) =>
    byNetwork.has(code) ||
    (isOfOtherRegistry && (onlyOfPrivateEcr.has(code) || linksOfPrivateEcr.has(link)));
}

/** A VPC that resolves names, or gives host names, resolves them whatever is asked. */
function ruledOutByDns({ network }: Subject): string[] {
  if (network.state !== 'known' || network.value.dns.state !== 'known') return [];
  const { enableDnsSupport, enableDnsHostnames } = network.value.dns.value;
  return [...(enableDnsSupport ? ['HW0901'] : []), ...(enableDnsHostnames ? ['HW0902'] : [])];
}

/** That the node reaches the internet rules out that it has no way there, and that its VPC is asked for no name. */
function ruledOutByWay({ network, networkInterface, platform, reference }: Subject): string[] {
  if (network.state !== 'known' || networkInterface.state !== 'known') return [];
  if (reference === undefined || reference instanceof InvalidReference) return [];
  // Endpoints serve hosts of AWS only.
  const withoutEndpoints = { ...network.value, endpoints: { state: 'known', value: [] } } as const;
  const name = reference.domain.replace(/:\d+$/, '');
  const host = {
    name,
    service: 'ecr.dkr',
    region: network.value.region,
    dualStack: false,
  } as const;
  const { resolution, outcome } = wayTo(
    withoutEndpoints,
    interfaceOf({ networkInterface, platform }),
    host,
  );
  return [
    ...(resolution.kind === 'public' ? ['HW0904'] : []),
    ...(outcome?.kind === 'reached' ? ['HW1001', 'HW1002', 'HW1003', 'HW1004'] : []),
  ];
}

/** Whether the image is in no private registry of ECR, nor in a host that could be meant for one. */
function isAtOtherRegistry({ reference, place }: Subject): boolean {
  if (place !== undefined || reference === undefined) return false;
  if (reference instanceof InvalidReference) return false;
  const suffix = suffixOfEcrHost(reference.domain);
  return suffix === undefined || !isSuffixOfAws(suffix);
}

/** What a pull fails for only where it goes to a private registry, through its endpoints, or to its bucket of layers. */
const onlyOfPrivateEcr = new Set([
  ...['HW0104', 'HW0105', 'HW0106', 'HW0107', 'HW0108'],
  ...['HW0902', 'HW0903', 'HW0905', 'HW0906', 'HW0909'],
  ...['HW1006', 'HW1007', 'HW1008', 'HW1009', 'HW1010', 'HW1024'],
]);
const linksOfPrivateEcr = new Set(['endpoint-policy', 'repository-policy', 'kms']);
