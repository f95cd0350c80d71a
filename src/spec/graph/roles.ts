import { partitionOf } from '../../names/partitions.ts';
import type { FederatedRole, PodRole, Spec, SpecAccount, SpecRole } from '../types.ts';
import { addressOf, iamArnOf } from './addresses.ts';
import { ownerTag, type Resource, type ResourceOf } from './resource.ts';
import { oneOrMany, Version } from './statements.ts';

/** The policies that EKS attaches to a node's role beside the one for pulls (EKS User Guide, "Amazon EKS node IAM role"). */
const nodePolicies = ['AmazonEKSWorkerNodePolicy', 'AmazonEKS_CNI_Policy'];

/** The roles of a spec, with what they need to be of use. */
export function roleResources(spec: Spec): Resource[] {
  const tags = { [ownerTag]: spec.name };
  return [
    ...oidcProviders(spec, tags),
    ...spec.roles.flatMap((role) => [roleResource(role, tags), ...attachments(role, tags)]),
  ];
}

type Tags = Readonly<Record<string, string>>;

function roleResource(role: SpecRole, tags: Tags): ResourceOf<'role'> {
  const { account, name } = role;
  const issuer = issuerOf(role);
  const isShared = role.kind !== 'service-account';
  return {
    kind: 'role',
    address: addressOf(account, 'role', name),
    account: account.id,
    region: undefined,
    dependsOn:
      issuer !== undefined && isShared ? [addressOf(account, 'oidc-provider', issuer)] : [],
    reason: describe(role),
    properties: { name, description: describe(role), trust: trustOf(role), tags },
  };
}

function describe(role: SpecRole): string {
  switch (role.kind) {
    case 'node':
      return 'role of nodes of EKS';
    case 'github-actions':
      return `role of GitHub Actions in ${role.project}`;
    case 'gitlab':
      return `role of GitLab CI in ${role.project}`;
    case 'service-account':
      return `role of service account ${role.namespace}/${role.serviceAccount}`;
  }
}

function issuerOf(role: SpecRole): string | undefined {
  return role.kind === 'node' ? undefined : role.issuer;
}

function trustOf(role: SpecRole): object {
  const { account } = role;
  const { dnsSuffix } = partitionOf(account.region);
  switch (role.kind) {
    case 'node':
      return {
        Version,
        Statement: [
          {
            Effect: 'Allow',
            Principal: {
              Service:
                dnsSuffix === 'amazonaws.com.cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com',
            },
            Action: 'sts:AssumeRole',
          },
        ],
      };
    case 'service-account':
      return role.issuer === undefined ? podIdentityTrust : irsaTrust(role, role.issuer);
    default:
      return federatedTrust(role);
  }
}

/** EKS User Guide, "EKS Pod Identity role". */
const podIdentityTrust = {
  Version,
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    },
  ],
};

/** EKS User Guide, "IAM roles for service accounts". */
function irsaTrust({ account, namespace, serviceAccount }: PodRole, issuer: string): object {
  return webIdentity(account, issuer, {
    StringEquals: {
      [`${issuer}:aud`]: 'sts.amazonaws.com',
      [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
    },
  });
}

/** Each subject that is written out is compared as such; a statement of its own has those with wildcards. */
function federatedTrust({ account, issuer, audience, subjects }: FederatedRole): object {
  const { exact, like } = subjects;
  const aud = { [`${issuer}:aud`]: audience };
  const sub = (values: readonly string[]) => ({ [`${issuer}:sub`]: oneOrMany(values) });
  const conditions = [
    ...(exact.length === 0 ? [] : [{ StringEquals: { ...aud, ...sub(exact) } }]),
    ...(like.length === 0 ? [] : [{ StringEquals: aud, StringLike: sub(like) }]),
  ];
  return { Version, Statement: conditions.map((one) => statement(account, issuer, one)) };
}

function webIdentity(account: SpecAccount, issuer: string, condition: object): object {
  return { Version, Statement: [statement(account, issuer, condition)] };
}

function statement(account: SpecAccount, issuer: string, Condition: object): object {
  return {
    Effect: 'Allow',
    Principal: { Federated: iamArnOf(account, `oidc-provider/${issuer}`) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition,
  };
}

/** What nodes' roles have attached, and the instance profiles that bring them to the instances. */
function attachments(role: SpecRole, tags: Tags): Resource[] {
  if (role.kind !== 'node') return [];
  const { account, name } = role;
  const base = {
    account: account.id,
    region: undefined,
    dependsOn: [addressOf(account, 'role', name)],
  };
  const partition = partitionOf(account.region).id;
  const policies = nodePolicies.map(
    (policy): Resource => ({
      ...base,
      kind: 'role-policy-attachment',
      address: addressOf(account, 'role-policy-attachment', `${name}/${policy}`),
      reason: 'nodes of EKS need it',
      properties: { role: name, policyArn: `arn:${partition}:iam::aws:policy/${policy}` },
    }),
  );
  if (!role.instanceProfile) return policies;
  return [
    ...policies,
    {
      ...base,
      kind: 'instance-profile',
      address: addressOf(account, 'instance-profile', name),
      reason: 'gives instances the role',
      properties: { name, role: name, tags },
    },
  ];
}

/** The identity providers of CI: one for each issuer in each account. That of a cluster belongs to the cluster. */
function oidcProviders({ roles }: Spec, tags: Tags): ResourceOf<'oidc-provider'>[] {
  const providers = new Map<string, ResourceOf<'oidc-provider'>>();
  for (const role of roles) {
    if (role.kind === 'node' || role.kind === 'service-account') continue;
    const { account, issuer, audience } = role;
    const address = addressOf(account, 'oidc-provider', issuer);
    providers.set(address, {
      kind: 'oidc-provider',
      address,
      account: account.id,
      region: undefined,
      dependsOn: [],
      reason: `lets roles trust tokens of ${issuer}`,
      properties: { issuer, audiences: [audience], tags },
    });
  }
  return [...providers.values()];
}
