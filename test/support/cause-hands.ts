// What is done by hand in the cases of causes: what a fix says in words, and what is there before.
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

/** A repository of AWS, with the add-ons of EKS. */
export const addOnRepository = `602401143452/${region}/eks/coredns`;

export const pushAgain = async (local: TestLocal): Promise<void> => void (await local.push('v1'));

/** What the fix asks of people who have the key's material, or all images. */
export const healed = (cause: string) => (local: TestLocal) =>
  local.admin('heal', { cause }).then(() => undefined);

/** AWS's registry lets everybody pull, whose own policies do. */
export async function shareAddOn(local: TestLocal): Promise<void> {
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
export async function replaceNode(local: TestLocal): Promise<void> {
  const { items } = await pods().listNode();
  for (const { metadata } of items) {
    await shell(`kubectl cordon ${metadata?.name}`, local.environment(workloads));
  }
  await local.admin('nodes', { name: 'with-flags' });
}

/** The repository is there again, empty and without policy: share it and push, as the fix says. */
export async function recreate(local: TestLocal): Promise<void> {
  await share(local);
  await local.push('v1');
}

/** The push that was refused, under another tag. */
export async function pushUnderNewTag(local: TestLocal): Promise<void> {
  await shell(
    `aws ecr put-image --repository-name ${repositoryName} --image-tag v3 --image-manifest " $(aws ecr batch-get-image --repository-name ${repositoryName} --image-ids imageTag=v1 --query 'images[0].imageManifest' --output text)"`,
    local.environment(shared),
  );
}

/** No upstream answers in a test: what would be imported is made by hand. */
export async function remake(local: TestLocal): Promise<void> {
  await shell(
    `aws ecr create-repository --repository-name ${repositoryName}`,
    local.environment(shared),
  );
}
