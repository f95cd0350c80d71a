import { distinctNeeds } from '../../causes/need.ts';
import type { Resolution } from '../../network/index.ts';
import { broken, holds, linkOf, notSeen } from '../link.ts';
import { contextOf } from '../vpc/context.ts';
import { findingsOf } from '../vpc/findings.ts';
import { wrongServer } from '../vpc/own-servers.ts';
import { inVpc, waysOf } from '../vpc/ways.ts';

/** The names of a pull's hosts resolve on the node, to addresses that it reaches. Causes: HW0901 to HW0906,
 * HW0909, HW0910. */
export const dns = linkOf('dns', inVpc, (subject) => {
  const ways = waysOf(subject);
  const [first, ...others] = findingsOf(contextOf(subject), ways, 'dns');
  if (first !== undefined) {
    return { ...broken(first.code, first.deciding, first.fix), others };
  }
  const server = wrongServer(subject, ways);
  if (server !== undefined) return broken(server.code, server.deciding, server.fix);
  const missing = ways.flatMap(({ resolution }) =>
    resolution.kind === 'unseen' ? resolution.missing : [],
  );
  if (missing.length > 0) return notSeen(...distinctNeeds(missing));
  const told = ways.map(({ host, resolution }) => `${host.name} to ${inWords(resolution)}`);
  return holds(`the VPC's resolver leads ${told.join(', ')}`);
});

function inWords(resolution: Resolution): string {
  if ('endpoint' in resolution) return `endpoint ${resolution.endpoint.vpcEndpointId}`;
  if ('zone' in resolution) return `what hosted zone ${resolution.zone.hostedZoneId} has for it`;
  return 'public addresses';
}
