// For each cause that is proven: what the kubelet says where its fault is injected, and what mends it besides the printed fix.
import {
  pods,
  region,
  repositoryName,
  share,
  shared,
  shell,
  type TestLocal,
  workloads,
} from './local.ts';

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
  /** The fix lets the node pull, and goes on keeping out whoever looks: `holds` is more than it can see. */
  readonly afterwards?: 'unseen';
  /** What is there before, besides the pod: for faults that need more. */
  before?(local: TestLocal): Promise<void>;
  /** The repository of the image, as `account/region/name`; that of the other account when left out. */
  readonly repository?: string;
  /** The image must not be on the node beforehand. */
  readonly unpulled?: boolean;
  /** Account whose credentials look, where it is not the cluster's: who looks has to see both registries. */
  readonly lookedAtFrom?: string;
  /** What the fix says in words and no command can do. */
  mend?(local: TestLocal): Promise<void>;
}

/** A repository of AWS, with the add-ons of EKS. */
const addOnRepository = `602401143452/${region}/eks/coredns`;
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
  {
    cause: 'HW0103',
    place: 1,
    says: /not found/,
    podFromFault: true,
    podFromFix: true,
    mend: async (local) => void (await local.push('latest')),
  },
  {
    cause: 'HW0104',
    place: 14,
    says: /not found/,
    podFromFault: true,
    podFromFix: true,
    lookedAtFrom: shared,
  },
  { cause: 'HW0105', place: 2, says: nowhere, podFromFault: true, podFromFix: true },
  { cause: 'HW0106', place: 1, says: nowhere, podFromFault: true, mend: async () => undefined },
  { cause: 'HW0107', place: 1, says: nowhere, podFromFault: true, podFromFix: true },
  { cause: 'HW0109', place: 1, says: anonymous, podFromFault: true, podFromFix: true },
  { cause: 'HW0110', place: 0, says: denied, podFromFault: true, podFromFix: true },
  {
    cause: 'HW0111',
    place: 1,
    says: /not found/,
    podFromFault: true,
    podFromFix: true,
    mend: healed('HW0111'),
  },
  { cause: 'HW0112', place: 6, says: /not found/, podFromFault: true, podFromFix: true },
  {
    cause: 'HW0114',
    place: 1,
    says: /InvalidImageName|couldn't parse image/,
    podFromFault: true,
    podFromFix: true,
    mend: healed('HW0114'),
  },
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
  { cause: 'HW0206', place: 28, says: denied },
  {
    cause: 'HW0208',
    place: 0,
    says: anonymous,
    podFromFault: true,
    podFromFix: true,
    afterwards: 'unseen',
  },
  { cause: 'HW0402', place: 2, says: anonymous, mend: replaceNode },
  { cause: 'HW0407', place: 24, says: anonymous, afterwards: 'unseen' },
  { cause: 'HW0601', place: 4, says: anonymous, after: '7h' },
  { cause: 'HW0602', place: 12, says: anonymous, after: '7h' },
  { cause: 'HW0603', place: 25, says: denied },
  { cause: 'HW0604', place: 13, says: anonymous, after: '7h' },
  { cause: 'HW0605', place: 14, says: anonymous, after: '7h' },
  { cause: 'HW0701', place: 3, says: anonymous, after: '7h' },
  { cause: 'HW0702', place: 8, says: anonymous, after: '7h' },
  { cause: 'HW0703', place: 2, says: denied },
  { cause: 'HW0704', place: 1, says: denied, unpulled: true },
  { cause: 'HW0705', place: 8, says: denied },
  { cause: 'HW0706', place: 9, says: denied },
  {
    cause: 'HW0707',
    place: 1,
    says: denied,
    repository: addOnRepository,
    before: shareAddOn,
  },
  { cause: 'HW0708', place: 7, says: denied },
  { cause: 'HW0709', place: 10, says: denied },
  { cause: 'HW0710', place: 11, says: denied },
  { cause: 'HW0711', place: 12, says: denied },
  { cause: 'HW0712', place: 13, says: denied },
  { cause: 'HW0717', place: 10, says: anonymous, after: '7h' },
  { cause: 'HW0718', place: 26, says: denied },
  { cause: 'HW1201', place: 24, says: denied, mend: recreate },
  { cause: 'HW1202', place: 12, says: /not found/, mend: pushAgain },
  { cause: 'HW1301', place: 1, says: denied },
  { cause: 'HW1303', place: 4, says: denied },
  { cause: 'HW1304', place: 1, says: denied, unpulled: true },
  { cause: 'HW1306', place: 17, says: denied, afterwards: 'unseen' },
  { cause: 'HW1307', place: 18, says: denied },
  { cause: 'HW1309', place: 20, says: denied },
  { cause: 'HW1311', place: 22, says: denied },
  { cause: 'HW1312', place: 23, says: denied },
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
  { cause: 'HW1501', place: 1, says: /not found/, podFromFix: true },
  { cause: 'HW1502', place: 3, says: /not found/, mend: pushAgain },
  { cause: 'HW1503', place: 5, says: /not found/, mend: pushAgain },
  { cause: 'HW1504', place: 6, says: /not found/ },
  { cause: 'HW1505', place: 8, says: /not found/, mend: async () => undefined },
  {
    cause: 'HW1507',
    place: 0,
    says: /not found/,
    podFromFault: true,
    podFromFix: true,
    mend: pushUnderNewTag,
  },
  {
    cause: 'HW1509',
    place: 2,
    says: /not found/,
    podFromFault: true,
    podFromFix: true,
    mend: pushAgain,
  },
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

/** AWS's registry lets everybody pull, whose own policies do. */
async function shareAddOn(local: TestLocal): Promise<void> {
  const [account = '', , ...name] = addOnRepository.split('/');
  const aws = (command: string) => shell(`aws ecr ${command}`, local.environment(account));
  await aws(`create-repository --repository-name ${name.join('/')}`);
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      },
    ],
  });
  await aws(`set-repository-policy --repository-name ${name.join('/')} --policy-text '${policy}'`);
  await local.push('v1', account, name.join('/'));
}

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

/** The push that was refused, under another tag. */
async function pushUnderNewTag(local: TestLocal): Promise<void> {
  await shell(
    `aws ecr put-image --repository-name ${repositoryName} --image-tag v3 --image-manifest " $(aws ecr batch-get-image --repository-name ${repositoryName} --image-ids imageTag=v1 --query 'images[0].imageManifest' --output text)"`,
    local.environment(shared),
  );
}

/** No upstream answers in a test: what would be imported is made by hand. */
async function remake(local: TestLocal): Promise<void> {
  await shell(
    `aws ecr create-repository --repository-name ${repositoryName}`,
    local.environment(shared),
  );
}
