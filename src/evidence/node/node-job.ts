export interface NodeJobWanted {
  /** Image that has the hawser executable as its entrypoint. */
  readonly image: string;
  readonly namespace: string;
  /** The node to look at; any where it is left out. */
  readonly nodeName?: string | undefined;
  /** Image whose hosts are tried. */
  readonly pulled?: string | undefined;
}

const name = 'hawser-node';
const labels = { 'app.kubernetes.io/name': name };

/**
 * A Job that looks at one node: on its network and with its file system mounted for reading, without a service account's
 * token. Its log is the report. The namespace must let pods have hostPath and hostNetwork (Pod Security Standard
 * "privileged").
 */
export function nodeJob({ image, namespace, nodeName, pulled }: NodeJobWanted): readonly object[] {
  const spec = {
    ...(nodeName === undefined ? {} : { nodeName }),
    restartPolicy: 'Never',
    hostNetwork: true,
    // The node's own resolv.conf, not that of the cluster.
    dnsPolicy: 'Default',
    automountServiceAccountToken: false,
    tolerations: [{ operator: 'Exists' }],
    containers: [
      {
        name: 'node',
        image,
        args: [
          'collect',
          '--node',
          '--root=/host',
          '--node-name=$(NODE_NAME)',
          ...(pulled === undefined ? [] : [`--image=${pulled}`]),
        ],
        env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
        securityContext: {
          runAsUser: 0,
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          // Files of root, and the environments of the kubelet and of containerd.
          capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH', 'SYS_PTRACE'] },
        },
        resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
        volumeMounts: [{ name: 'host', mountPath: '/host', readOnly: true }],
      },
    ],
    volumes: [{ name: 'host', hostPath: { path: '/', type: 'Directory' } }],
  };
  return [
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace, labels },
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: 300,
        ttlSecondsAfterFinished: 86_400,
        template: { metadata: { labels }, spec },
      },
    },
  ];
}
