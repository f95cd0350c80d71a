import {
  DescribeClusterCommand,
  DescribeFargateProfileCommand,
  DescribePodIdentityAssociationCommand,
  EKSClient,
  paginateListClusters,
  paginateListPodIdentityAssociations,
} from '@aws-sdk/client-eks';
import { absent, type Fact, known, unseen } from '../../chain/fact.ts';
import { accountOf } from '../../names/arn.ts';
import type { EksName } from '../kubernetes/eks-name.ts';
import { observe } from '../observe.ts';
import type { Access, Accounts } from './accounts.ts';

/** A cluster of EKS, and what asks about it. */
export interface EksCluster {
  readonly client: EKSClient;
  readonly name: string;
  /** Id of its account; empty where EKS does not tell. */
  readonly account: string;
  /** ARN of its own role. */
  readonly role: string;
  /** ARN of the role that nodes of Auto Mode have. */
  readonly autoModeRole?: string;
  /** Issuer of its service accounts' tokens, without the scheme. */
  readonly issuer: string;
}

/** Most clusters of a Region that are looked at for one that a kubeconfig does not name. */
const mostClusters = 100;

/** Finds the cluster that a kubeconfig is about: by its name, else by the address of its API server. */
export async function observeCluster(
  accounts: Accounts,
  eks: EksName,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Fact<EksCluster>> {
  const region =
    eks.region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? 'us-east-1';
  const fact = 'the cluster of EKS that the kubeconfig is about';
  const ids = eks.accountId === undefined ? accounts.ids : [eks.accountId];
  const accesses: Access[] = [...new Set(ids.map((id) => accounts.access(id)))];
  let last: Fact<EksCluster> = unseen(
    fact,
    'eks:ListClusters and eks:DescribeCluster in the account of the cluster: name a profile for it with --profile, and its Region with AWS_REGION',
  );
  for (const access of accesses) {
    const client = new EKSClient({ region, ...access });
    const action =
      eks.name === undefined ? 'eks:ListClusters and eks:DescribeCluster' : 'eks:DescribeCluster';
    const found = await observe(
      { fact, permission: `${action} on *`, absentOn: ['ResourceNotFoundException'] },
      () => (eks.name === undefined ? byServer(client, eks.server) : describe(client, eks.name)),
    );
    if (found.state === 'known') return found;
    if (found.state === 'unseen') last = found;
  }
  return last;
}

async function byServer(client: EKSClient, server: string): Promise<EksCluster | undefined> {
  const names: string[] = [];
  for await (const { clusters } of paginateListClusters({ client }, {})) {
    names.push(...(clusters ?? []));
    if (names.length >= mostClusters) break;
  }
  for (const name of names) {
    const found = await describe(client, name, server);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function describe(
  client: EKSClient,
  name: string,
  server?: string,
): Promise<EksCluster | undefined> {
  const { cluster } = await client.send(new DescribeClusterCommand({ name }));
  if (server !== undefined && !isSameHost(cluster?.endpoint ?? '', server)) return undefined;
  const issuer = cluster?.identity?.oidc?.issuer ?? '';
  const autoModeRole = cluster?.computeConfig?.nodeRoleArn;
  return {
    client,
    name,
    account: accountOf(cluster?.arn ?? '') ?? '',
    role: cluster?.roleArn ?? '',
    ...(autoModeRole === undefined ? {} : { autoModeRole }),
    issuer: issuer.replace(/^https?:\/\//, ''),
  };
}

function isSameHost(one: string, other: string): boolean {
  const [a, b] = [URL.parse(one), URL.parse(other)];
  return a !== null && b !== null && a.host.toLowerCase() === b.host.toLowerCase();
}

/** Looks for the role that EKS Pod Identity associates with a service account. */
export function observeAssociation(
  { client, name: clusterName }: EksCluster,
  namespace: string,
  serviceAccount: string,
): Promise<Fact<string>> {
  const look = {
    fact: `Pod Identity association of service account ${namespace}/${serviceAccount}`,
    permission: `eks:ListPodIdentityAssociations and eks:DescribePodIdentityAssociation on cluster ${clusterName}`,
    absentOn: [],
  };
  return observe(look, async () => {
    const pages = paginateListPodIdentityAssociations(
      { client },
      { clusterName, namespace, serviceAccount },
    );
    for await (const { associations } of pages) {
      for (const { associationId } of associations ?? []) {
        const { association } = await client.send(
          new DescribePodIdentityAssociationCommand({ clusterName, associationId }),
        );
        if (association?.roleArn !== undefined) return association.roleArn;
      }
    }
    return undefined;
  });
}

/** Looks for the role with which Fargate pulls for the pods of a profile. */
export async function observeFargateRole(
  cluster: Fact<EksCluster>,
  profile: string,
): Promise<Fact<string>> {
  const fact = `pod execution role of Fargate profile ${profile}`;
  if (cluster.state !== 'known') {
    return cluster.state === 'absent' ? absent : unseen(fact, cluster.need.permission);
  }
  const { client, name: clusterName } = cluster.value;
  const look = {
    fact,
    permission: `eks:DescribeFargateProfile on ${clusterName}/${profile}`,
    absentOn: ['ResourceNotFoundException'],
  };
  return observe(look, async () => {
    const { fargateProfile } = await client.send(
      new DescribeFargateProfileCommand({ clusterName, fargateProfileName: profile }),
    );
    return fargateProfile?.podExecutionRoleArn;
  });
}

export function issuerOf(cluster: Fact<EksCluster>): Fact<string> {
  return cluster.state === 'known' ? known(cluster.value.issuer) : cluster;
}
