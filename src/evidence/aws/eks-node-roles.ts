import {
  DescribeAccessEntryCommand,
  DescribeNodegroupCommand,
  paginateListAccessEntries,
} from '@aws-sdk/client-eks';
import { type Fact, known, unseen } from '../../chain/fact.ts';
import { observe } from '../observe.ts';
import type { EksCluster } from './eks.ts';

/** Most access entries of a cluster that are looked at for those of hybrid nodes. */
const mostEntries = 100;

/** Looks for the role that EKS gives to the nodes of a managed node group. */
export function observeNodeGroupRole(
  { client, name: clusterName }: EksCluster,
  nodegroupName: string,
): Promise<Fact<string>> {
  const look = {
    fact: `role of node group ${nodegroupName}`,
    permission: `eks:DescribeNodegroup on ${clusterName}/${nodegroupName}`,
    absentOn: ['ResourceNotFoundException'],
  };
  return observe(look, async () => {
    const { nodegroup } = await client.send(
      new DescribeNodegroupCommand({ clusterName, nodegroupName }),
    );
    return nodegroup?.nodeRole;
  });
}

/**
 * Looks for the role with which hybrid nodes join: that of the access entry of type HYBRID_LINUX (EKS User Guide, "Prepare
 * cluster access for hybrid nodes"). Where several roles have one, nobody but the node knows which is its own.
 */
export async function observeHybridRole({
  client,
  name: clusterName,
}: EksCluster): Promise<Fact<string>> {
  const fact = 'role of the hybrid nodes of the cluster';
  const look = {
    fact,
    permission: `eks:ListAccessEntries and eks:DescribeAccessEntry on ${clusterName}`,
    absentOn: [],
  };
  const found = await observe(look, async () => {
    const roles: string[] = [];
    let seen = 0;
    for await (const { accessEntries } of paginateListAccessEntries({ client }, { clusterName })) {
      for (const principalArn of accessEntries ?? []) {
        if (seen++ >= mostEntries) break;
        const command = new DescribeAccessEntryCommand({ clusterName, principalArn });
        const { accessEntry } = await client.send(command);
        if (accessEntry?.type === 'HYBRID_LINUX') roles.push(principalArn);
      }
    }
    return roles;
  });
  if (found.state !== 'known') return found;
  const [role, ...others] = found.value;
  if (role === undefined) return { state: 'absent' };
  if (others.length === 0) return known(role);
  return unseen(
    `${fact}: access entries of type HYBRID_LINUX are of ${found.value.join(', ')}`,
    'the role on the node itself; name it with --as',
  );
}
