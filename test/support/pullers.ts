// Who pulls in a cluster otherwise than a node with its instance profile.
import { pods, region, shell, workloads } from './local.ts';

const host = `${workloads}.dkr.ecr.${region}.amazonaws.com`;

/** Service accounts with a role each, and a pod under a Fargate profile. */
export async function pullers(root: NodeJS.ProcessEnv): Promise<void> {
  const role = `arn:aws:iam::${workloads}:role/hawser-node`;
  const run = (command: string): Promise<string> => shell(command, root);
  const cluster = (await run('aws eks list-clusters --query clusters[0] --output text')).trim();
  const issuer = (
    await run(
      `aws eks describe-cluster --name ${cluster} --query cluster.identity.oidc.issuer --output text`,
    )
  ).trim();
  await run(
    `aws iam create-open-id-connect-provider --url ${issuer} --client-id-list sts.amazonaws.com --thumbprint-list ${'a'.repeat(40)}`,
  );
  for (const name of ['annotated', 'associated']) {
    const annotations = { 'eks.amazonaws.com/role-arn': role };
    const metadata = name === 'annotated' ? { name, annotations } : { name };
    await pods().createNamespacedServiceAccount({ namespace: 'default', body: { metadata } });
  }
  await run(
    `aws eks create-pod-identity-association --cluster-name ${cluster} --namespace default --service-account associated --role-arn ${role}`,
  );
  await run(
    `aws eks create-fargate-profile --cluster-name ${cluster} --fargate-profile-name apps --pod-execution-role-arn ${role} --selectors namespace=default`,
  );
  await pods().createNamespacedPod({
    namespace: 'default',
    body: {
      metadata: { name: 'on-fargate', labels: { 'eks.amazonaws.com/fargate-profile': 'apps' } },
      spec: { containers: [{ name: 'app', image: `${host}/app:single` }] },
    },
  });
  await otherNodes(run, cluster);
}

/** A hybrid node, and a node of a group with a pod for which a role without any policy pulls. */
async function otherNodes(run: (command: string) => Promise<string>, cluster: string) {
  const core = pods();
  const role = `arn:aws:iam::${workloads}:role/bare`;
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'eks-fargate-pods.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  });
  await run(`aws iam create-role --role-name bare --assume-role-policy-document '${trust}'`);
  await run(
    `aws eks create-fargate-profile --cluster-name ${cluster} --fargate-profile-name bare --pod-execution-role-arn ${role} --selectors namespace=default`,
  );
  await run(
    `aws eks create-access-entry --cluster-name ${cluster} --principal-arn arn:aws:iam::${workloads}:role/hawser-node --type HYBRID_LINUX`,
  );
  const subnets = await run(
    `aws eks describe-cluster --name ${cluster} --query cluster.resourcesVpcConfig.subnetIds --output text`,
  );
  await run(
    `aws eks create-nodegroup --cluster-name ${cluster} --nodegroup-name apps --node-role ${role} --subnets ${subnets.trim()}`,
  );
  const nodes = [
    ['hybrid', 'eks-hybrid:///us-east-1/hawser/mi-1', {}, {}],
    [
      'denied',
      'aws:///us-east-1a/1/fargate-ip-10-0-0-9',
      { 'eks.amazonaws.com/nodegroup': 'apps' },
      { 'eks.amazonaws.com/fargate-profile': 'bare' },
    ],
  ] as const;
  for (const [name, providerID, labels, podLabels] of nodes) {
    await core.createNode({ body: { metadata: { name, labels }, spec: { providerID } } });
    await core.createNamespacedPod({
      namespace: 'default',
      body: {
        metadata: { name: name === 'hybrid' ? 'on-hybrid' : name, labels: podLabels },
        spec: { nodeName: name, containers: [{ name: 'app', image: `${host}/app:single` }] },
      },
    });
  }
}
