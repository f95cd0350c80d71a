// For each cause that is proven: what the kubelet says where its fault is injected, and what mends it besides the printed fix.
import { upstreamLogin } from '../../src/local/faults/behind-cache.ts';
import { pods, repositoryName, share, shared, shell, type TestLocal, workloads } from './local.ts';

export interface Case {
  readonly cause: string;
  /** What the kubelet says, in an event of the pod. */
  readonly says: RegExp;
  /** Events alone fit several causes: at which place of those this one is named. */
  readonly place: number;
  /** The kubelet keeps a registry token for six hours: only then does a lost one show. */
  readonly after?: string;
  /** The pod that fails is the one that the fault put there. */
  readonly podFromFault?: boolean;
  /** The pod that works is the one that the fix left there. */
  readonly podFromFix?: boolean;
  /**
   * The fix lets the node pull, and goes on keeping out whoever looks; or a cache rule has yet to bring the layers, which the
   * node has: `holds` is more than can be seen.
   */
  readonly afterwards?: 'unseen';
  /** The image must not be on the node beforehand. */
  readonly unpulled?: boolean;
  /** What the fix says in words and no command can do. */
  mend?(local: TestLocal): Promise<void>;
}

const denied = /403 Forbidden/;
const nowhere = /dial tcp: lookup \S+: no such host/;
const anonymous = /no basic auth credentials/;
const pushAgain = async (local: TestLocal): Promise<void> => void (await local.push('v1'));

/** What the fix asks of people who have the key's material, or all images. */
const healed = (cause: string) => (local: TestLocal) =>
  local.admin('heal', { cause }).then(() => undefined);

/** One for each cause that is proven, in their order. */
export const cases: readonly Case[] = [
  {
    cause: 'HW0101',
    place: 1,
    says: /InvalidImageName|couldn't parse image/,
    podFromFault: true,
    podFromFix: true,
  },
  { cause: 'HW0105', place: 2, says: nowhere, podFromFault: true, podFromFix: true },
  { cause: 'HW0106', place: 1, says: nowhere, podFromFault: true, mend: async () => undefined },
  { cause: 'HW0107', place: 1, says: nowhere, podFromFault: true, podFromFix: true },
  { cause: 'HW0109', place: 1, says: anonymous, podFromFault: true, podFromFix: true },
  {
    cause: 'HW0201',
    place: 1,
    says: /ErrImageNeverPull|is not present with pull policy of Never/,
    podFromFault: true,
    podFromFix: true,
    unpulled: true,
  },
  { cause: 'HW0202', place: 1, says: anonymous, podFromFault: true, podFromFix: true },
  { cause: 'HW0203', place: 3, says: denied, podFromFault: true, podFromFix: true },
  { cause: 'HW0204', place: 5, says: anonymous, podFromFault: true, podFromFix: true },
  { cause: 'HW0205', place: 21, says: anonymous, podFromFault: true, podFromFix: true },
  { cause: 'HW0402', place: 2, says: anonymous, mend: replaceNode },
  { cause: 'HW0601', place: 4, says: anonymous, after: '7h' },
  { cause: 'HW0602', place: 12, says: anonymous, after: '7h' },
  { cause: 'HW0604', place: 13, says: anonymous, after: '7h' },
  { cause: 'HW0605', place: 14, says: anonymous, after: '7h' },
  { cause: 'HW0701', place: 3, says: anonymous, after: '7h' },
  { cause: 'HW0702', place: 8, says: anonymous, after: '7h' },
  { cause: 'HW0703', place: 2, says: denied },
  { cause: 'HW0704', place: 1, says: denied, unpulled: true },
  { cause: 'HW0705', place: 8, says: denied },
  { cause: 'HW0706', place: 9, says: denied },
  { cause: 'HW0708', place: 7, says: denied },
  { cause: 'HW0709', place: 10, says: denied },
  { cause: 'HW0710', place: 11, says: denied },
  { cause: 'HW0711', place: 12, says: denied },
  { cause: 'HW0712', place: 13, says: denied },
  { cause: 'HW0714', place: 0, says: /not found/ },
  { cause: 'HW1201', place: 24, says: denied, mend: recreate },
  { cause: 'HW1301', place: 1, says: denied },
  { cause: 'HW1303', place: 4, says: denied },
  { cause: 'HW1304', place: 1, says: denied, unpulled: true },
  { cause: 'HW1306', place: 17, says: denied, afterwards: 'unseen' },
  { cause: 'HW1307', place: 18, says: denied },
  { cause: 'HW1309', place: 20, says: denied },
  { cause: 'HW1311', place: 22, says: denied },
  { cause: 'HW1312', place: 23, says: denied },
  { cause: 'HW1401', place: 0, says: denied, podFromFix: true, afterwards: 'unseen' },
  { cause: 'HW1402', place: 0, says: denied, podFromFix: true, afterwards: 'unseen' },
  {
    cause: 'HW1403',
    place: 0,
    says: denied,
    podFromFault: true,
    podFromFix: true,
    afterwards: 'unseen',
  },
  { cause: 'HW1404', place: 17, says: /not found/, mend: pushAgain },
  {
    cause: 'HW1405',
    place: 0,
    says: /not found/,
    mend: async (local) => {
      await remake(local);
      await recreate(local);
    },
  },
  {
    cause: 'HW1406',
    place: 0,
    says: /not found/,
    podFromFault: true,
    podFromFix: true,
    afterwards: 'unseen',
  },
  { cause: 'HW1407', place: 0, says: denied, afterwards: 'unseen' },
  { cause: 'HW1408', place: 0, says: denied, afterwards: 'unseen' },
  { cause: 'HW1409', place: 0, says: denied, mend: storeNewToken, afterwards: 'unseen' },
  { cause: 'HW1413', place: 0, says: /not found/, podFromFix: true, afterwards: 'unseen' },
  { cause: 'HW1414', place: 0, says: denied },
  { cause: 'HW1415', place: 0, says: denied, afterwards: 'unseen' },
  { cause: 'HW1417', place: 0, says: denied, afterwards: 'unseen' },
  { cause: 'HW1418', place: 0, says: denied, afterwards: 'unseen' },
  { cause: 'HW1501', place: 1, says: /not found/, podFromFix: true },
  { cause: 'HW1504', place: 6, says: /not found/ },
  { cause: 'HW1505', place: 8, says: /not found/, mend: async () => undefined },
  { cause: 'HW1601', place: 1, says: /no match for platform/, unpulled: true, mend: pushAgain },
  {
    cause: 'HW1602',
    place: 0,
    says: /Back-off restarting failed container/,
    unpulled: true,
    mend: pushAgain,
  },
  { cause: 'HW1701', place: 0, says: denied },
  { cause: 'HW1702', place: 0, says: denied },
  { cause: 'HW1703', place: 0, says: denied, mend: healed('HW1703') },
  { cause: 'HW1704', place: 0, says: denied, mend: healed('HW1704') },
  { cause: 'HW1705', place: 0, says: denied },
  { cause: 'HW1806', place: 1, says: /404|not found/, unpulled: true, mend: pushAgain },
];

/** A node whose kubelet is started with the flags takes the place of the one that was not. */
async function replaceNode(local: TestLocal): Promise<void> {
  const { items } = await pods().listNode();
  for (const { metadata } of items) {
    await shell(`kubectl cordon ${metadata?.name}`, local.environment(workloads));
  }
  await local.admin('nodes', { name: 'with-flags' });
}

/** The repository is there again, empty and without policy: share it and push, as the fix says. */
async function recreate(local: TestLocal): Promise<void> {
  await share(local);
  await local.push('v1');
}

/** No upstream answers in a test: what would be imported is made by hand. */
async function remake(local: TestLocal): Promise<void> {
  await shell(
    `aws ecr create-repository --repository-name ${repositoryName}`,
    local.environment(shared),
  );
}

/** What the fix says: new credentials, in the form that ECR reads. */
async function storeNewToken(local: TestLocal): Promise<void> {
  await shell(
    `aws secretsmanager put-secret-value --secret-id ecr-pullthroughcache/docker-hub --secret-string '${JSON.stringify(upstreamLogin)}'`,
    local.environment(shared),
  );
}
