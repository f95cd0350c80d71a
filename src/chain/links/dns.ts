import { distinctNeeds } from '../../causes/need.ts';
import { broken, holds, linkOf, notSeen } from '../link.ts';
import { contextOf } from '../vpc/context.ts';
import { findingsOf } from '../vpc/findings.ts';
import { inVpc, waysOf } from '../vpc/ways.ts';

/** The names of a pull's hosts resolve on the node, to addresses that it reaches. Causes: HW0901, HW0902, HW0903. */
export const dns = linkOf('dns', inVpc, (subject) => {
  const ways = waysOf(subject);
  const [first, ...others] = findingsOf(contextOf(subject), ways, 'dns');
  if (first !== undefined) {
    return { ...broken(first.code, first.deciding, first.fix), others };
  }
  const missing = ways.flatMap(({ resolution }) =>
    resolution.kind === 'unseen' ? resolution.missing : [],
  );
  if (missing.length > 0) return notSeen(...distinctNeeds(missing));
  const told = ways.map(({ host, resolution }) =>
    resolution.kind === 'endpoint' || resolution.kind === 'no-address'
      ? `${host.name} to endpoint ${resolution.endpoint.vpcEndpointId}`
      : `${host.name} to public addresses`,
  );
  return holds(`the VPC's resolver leads ${told.join(', ')}`);
});
