import { stringify } from 'yaml';
import { audience } from './provider-config.ts';

const name = 'hawser-pull-audience';
const rbac = 'rbac.authorization.k8s.io';

/**
 * The permission of kubelets to request service account tokens with the audience of STS. RBAC treats the
 * audience as a resource of the core group, and it contains a dot, so that `kubectl create clusterrole` cannot
 * write it. (Kubernetes: NodeRestriction, ServiceAccountNodeAudienceRestriction)
 * @returns a ClusterRole and its binding, as YAML.
 */
export function renderProviderRbac(): string {
  const role = {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRole',
    metadata: { name },
    rules: [
      { apiGroups: [''], resources: [audience], verbs: ['request-serviceaccounts-token-audience'] },
    ],
  };
  const binding = {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
    subjects: [{ apiGroup: rbac, kind: 'Group', name: 'system:nodes' }],
  };
  return `${stringify(role)}---\n${stringify(binding)}`;
}
