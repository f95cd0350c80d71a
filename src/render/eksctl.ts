import { stringify } from 'yaml';
import { iamArnOf } from '../spec/graph/addresses.ts';
import type { Graph } from '../spec/graph/graph.ts';
import { roleArnOf } from '../spec/read/grants.ts';
import type { SpecAccount, SpecRole } from '../spec/types.ts';
import type { RenderedFile } from './rendered.ts';

/**
 * For each account with roles of nodes or service accounts a ClusterConfig of eksctl that uses these roles instead of
 * making its own: a node group for each role of nodes, and the roles of service accounts. The cluster's name is the spec's;
 * size and kind of the nodes are eksctl's defaults, to be changed there.
 */
export function renderEksctl({ name, roles, accounts }: Graph): RenderedFile[] {
  return accounts.flatMap((account) => {
    const own = roles.filter((role) => role.account.id === account.id);
    const nodes = own.filter(({ kind }) => kind === 'node');
    const iam = iamOf(own);
    if (nodes.length === 0 && iam === undefined) return [];
    const config = {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name, region: account.region },
      ...(iam === undefined ? {} : { iam }),
      ...(nodes.length === 0
        ? {}
        : { managedNodeGroups: nodes.map((one) => nodeGroup(account, one)) }),
    };
    return [{ path: `${account.name}.yaml`, text: stringify(config, { lineWidth: 0 }) }];
  });
}

/** Names of node groups may have no other characters. */
function nodeGroup(account: SpecAccount, { name }: SpecRole): object {
  return {
    name: name.replace(/[^A-Za-z0-9-]/g, '-'),
    iam: { instanceRoleARN: iamArnOf(account, `role/${name}`) },
  };
}

function iamOf(roles: readonly SpecRole[]): object | undefined {
  const own = roles.flatMap((role) => (role.kind === 'service-account' ? [role] : []));
  const byToken = own.filter(({ issuer, use }) => issuer !== undefined && use === 'pod');
  const associated = own.filter(({ issuer }) => issuer === undefined);
  if (byToken.length === 0 && associated.length === 0) return undefined;
  return {
    ...(byToken.length === 0
      ? {}
      : {
          withOIDC: true,
          serviceAccounts: byToken.map((role) => ({
            metadata: { name: role.serviceAccount, namespace: role.namespace },
            attachRoleARN: roleArnOf(role),
          })),
        }),
    ...(associated.length === 0
      ? {}
      : {
          podIdentityAssociations: associated.map((role) => ({
            namespace: role.namespace,
            serviceAccountName: role.serviceAccount,
            roleARN: roleArnOf(role),
          })),
        }),
  };
}
