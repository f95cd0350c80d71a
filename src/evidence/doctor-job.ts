import { doctorPermissions } from './permissions.ts';

export interface JobWanted {
  /** Image that has the hawser executable as its entrypoint. */
  readonly image: string;
  readonly namespace: string;
  /** Role that its service account gets by IRSA; with Pod Identity, or a node role that suffices, none. */
  readonly role?: string | undefined;
}

const name = 'hawser-doctor';
const labels = { 'app.kubernetes.io/name': name };

/**
 * What runs the doctor once in the cluster: a service account, the ClusterRole that it needs, their binding, and a Job that
 * examines every pod. The Job fails where a pull is broken.
 */
export function doctorJob({ image, namespace, role }: JobWanted): readonly object[] {
  const { rbac } = doctorPermissions();
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name,
        namespace,
        labels,
        ...(role === undefined ? {} : { annotations: { 'eks.amazonaws.com/role-arn': role } }),
      },
    },
    rbac,
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name, labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: rbac.kind, name: rbac.metadata.name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace, labels },
      spec: {
        backoffLimit: 0,
        ttlSecondsAfterFinished: 86_400,
        template: { metadata: { labels }, spec: podSpec(image) },
      },
    },
  ];
}

/** As the restricted Pod Security Standard wants it. */
function podSpec(image: string): object {
  return {
    serviceAccountName: name,
    restartPolicy: 'Never',
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65_532,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'doctor',
        image,
        args: ['doctor', '--all', '--fail-on', 'broken'],
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
      },
    ],
    volumes: [{ name: 'tmp', emptyDir: {} }],
  };
}
