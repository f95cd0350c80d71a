// For each cause that is proven: what the kubelet says where its fault is injected, and what mends it besides the printed fix.
import { upstreamLogin } from '../../src/local/faults/behind-cache.ts';

import { anonymous, type Case, denied, healed, pushAgain } from './cause-case.ts';
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
import { referenceCases } from './reference-cases.ts';
import { throttlingCases } from './throttling-cases.ts';

/** A repository of AWS, with the add-ons of EKS. */
const addOnRepository = `602401143452/${region}/eks/coredns`;
/** One for each cause that is proven, in their order. */
export const cases: readonly Case[] = [
  ...referenceCases,
  { cause: 'HW0202', place: 1, says: anonymous, podFromFault: true, podFromFix: true },
  { cause: 'HW0203', place: 3, says: denied, podFromFault: true, podFromFix: true },
  { cause: 'HW0204', place: 5, says: anonymous, podFromFault: true, podFromFix: true },
  { cause: 'HW0205', place: 20, says: anonymous, podFromFault: true, podFromFix: true },
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
  { cause: 'HW0407', place: 23, says: anonymous, afterwards: 'unseen' },
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
  { cause: 'HW0714', place: 0, says: /not found/ },
  { cause: 'HW0717', place: 10, says: anonymous, after: '7h' },
  { cause: 'HW0718', place: 26, says: denied },
  { cause: 'HW0803', place: 6, says: anonymous, after: '7h' },
  { cause: 'HW1201', place: 24, says: denied, mend: recreate },
  { cause: 'HW1202', place: 12, says: /not found/, mend: pushAgain },
  { cause: 'HW1301', place: 1, says: denied },
  { cause: 'HW1303', place: 4, says: denied },
  { cause: 'HW1304', place: 1, says: denied, unpulled: true },
  { cause: 'HW1305', place: 28, says: anonymous, after: '7h' },
  { cause: 'HW1306', place: 17, says: denied, afterwards: 'unseen' },
  { cause: 'HW1307', place: 18, says: denied },
  { cause: 'HW1309', place: 20, says: denied },
  { cause: 'HW1310', place: 21, says: denied },
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
  {
    cause: 'HW1604',
    place: 0,
    says: /mismatched image rootfs/,
    unpulled: true,
    mend: pushAgain,
  },
  { cause: 'HW1701', place: 0, says: denied },
  { cause: 'HW1702', place: 0, says: denied },
  { cause: 'HW1703', place: 0, says: denied, mend: healed('HW1703') },
  { cause: 'HW1704', place: 0, says: denied, mend: healed('HW1704') },
  { cause: 'HW1705', place: 0, says: denied },
  { cause: 'HW1806', place: 1, says: /404|not found/, unpulled: true, mend: pushAgain },
  ...throttlingCases,
  {
    cause: 'HW2308',
    place: 0,
    says: /Back-off restarting failed container/,
    unpulled: true,
    mend: pushAgain,
  },
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

/** What the fix says: new credentials, in the form that ECR reads. */
async function storeNewToken(local: TestLocal): Promise<void> {
  await shell(
    `aws secretsmanager put-secret-value --secret-id ecr-pullthroughcache/docker-hub --secret-string '${JSON.stringify(upstreamLogin)}'`,
    local.environment(shared),
  );
}
