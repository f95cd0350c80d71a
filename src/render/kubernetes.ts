import { stringify } from 'yaml';
import type { Graph } from '../spec/graph/graph.ts';
import { roleArnOf } from '../spec/read/grants.ts';
import type { PodRole } from '../spec/types.ts';
import type { RenderedFile } from './rendered.ts';

/** The annotations by which a service account has a role (EKS User Guide; credential provider of cloud-provider-aws). */
const annotations = {
  'image-pull': 'eks.amazonaws.com/ecr-role-arn',
  pod: 'eks.amazonaws.com/role-arn',
} as const;

/**
 * The service accounts of a spec, with their roles, for each account. Nothing has imagePullSecrets: kubelets pull with the
 * credentials of their node, or with the role of the service account. With Pod Identity the role is not in the cluster, but
 * in an association.
 */
export function renderKubernetes({ roles, accounts }: Graph): RenderedFile[] {
  return accounts.flatMap(({ name, id }) => {
    const own = roles.flatMap((role) =>
      role.kind === 'service-account' && role.account.id === id ? [role] : [],
    );
    if (own.length === 0) return [];
    const text = serviceAccounts(own)
      .map((one) => stringify(one, { lineWidth: 0 }))
      .join('---\n');
    return [{ path: `${name}.yaml`, text }];
  });
}

/** One for each service account, which may have a role of either use. */
function serviceAccounts(roles: readonly PodRole[]): object[] {
  const found = new Map<string, { role: PodRole; annotated: Record<string, string> }>();
  for (const role of roles) {
    const key = `${role.namespace}/${role.serviceAccount}`;
    const { annotated } = found.get(key) ?? { annotated: {} };
    const own = role.issuer === undefined ? {} : { [annotations[role.use]]: roleArnOf(role) };
    found.set(key, { role, annotated: { ...annotated, ...own } });
  }
  return [...found.values()].map(({ role: { namespace, serviceAccount: name }, annotated }) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name,
      namespace,
      ...(Object.keys(annotated).length === 0 ? {} : { annotations: annotated }),
    },
  }));
}
