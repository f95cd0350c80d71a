// For each cause that a look at the node itself proves: what the kubelet says where its fault is injected.

export interface NodeCase {
  readonly cause: string;
  /** What the kubelet says, in an event of the pod. */
  readonly says: RegExp;
  /** The kubelet keeps a registry token for six hours: only then does a lost one show. */
  readonly after?: string;
  /** The pod that fails is the one that the fault put there. */
  readonly podFromFault?: true;
  /** The image must not be on the node beforehand. */
  readonly unpulled?: true;
  /** The cluster's API shows it as well: no report of the node is needed. */
  readonly withoutReport?: true;
  /** The command of the fix mends it. */
  readonly byFix?: true;
  /** The node does not take the new pod: what is said is of the one that was there. */
  readonly silent?: true;
  /** How many containers start at once; one where it is left out. */
  readonly containers?: number;
  /** What the kubelet's log says of it. */
  readonly logs?: RegExp;
}

const anonymous = /no basic auth credentials/;
const sandbox =
  /FailedCreatePodSandBox: Failed to create pod sandbox: .*failed to get sandbox image/;

export const nodeCases: readonly NodeCase[] = [
  { cause: 'HW0108', says: anonymous, podFromFault: true },
  { cause: 'HW0401', says: /NodeNotReady: Node is not ready/, withoutReport: true, silent: true },
  { cause: 'HW0403', says: anonymous, after: '7h', logs: /permission denied/ },
  { cause: 'HW0404', says: anonymous },
  { cause: 'HW0405', says: anonymous, withoutReport: true },
  { cause: 'HW0408', says: /pull QPS exceeded/, containers: 5, withoutReport: true },
  { cause: 'HW0411', says: /condition: \[DiskPressure\]/, withoutReport: true },
  { cause: 'HW0502', says: anonymous, byFix: true },
  {
    cause: 'HW0504',
    says: anonymous,
    logs: /AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity/,
    byFix: true,
  },
  { cause: 'HW0505', says: /403 Forbidden/, byFix: true },
  {
    cause: 'HW0506',
    says: anonymous,
    logs: /GetAuthorizationToken, exceeded maximum number of attempts, 3, .*i\/o timeout/,
  },
  {
    cause: 'HW0608',
    says: anonymous,
    logs: /:user\/former-build is not authorized/,
  },
  { cause: 'HW0606', says: anonymous, logs: /instance metadata|IMDS/i },
  {
    cause: 'HW0801',
    says: anonymous,
    logs: /InvalidSignatureException: Signature expired: \d{8}T\d{6}Z is now earlier than/,
  },
  { cause: 'HW1016', says: /proxyconnect tcp: dial tcp 10\.0\.0\.250:3128/ },
  { cause: 'HW1017', says: /x509: certificate signed by unknown authority/ },
  { cause: 'HW1022', says: /dial tcp 10\.0\.0\.251:5000/ },
  { cause: 'HW1901', says: /no space left on device/, unpulled: true, withoutReport: true },
  { cause: 'HW1902', says: /containerd\.sock/, withoutReport: true },
  { cause: 'HW1903', says: /lookup \S+\.example on \S+: no such host/ },
  { cause: 'HW1904', says: /403 Forbidden/ },
  { cause: 'HW1905', says: /dial unix \/run\/containerd\/containerd\.sock/ },
  { cause: 'HW2001', says: sandbox, withoutReport: true },
  { cause: 'HW2002', says: sandbox, withoutReport: true },
  { cause: 'HW2003', says: sandbox },
];
