import { quoted } from '../link.ts';
import type { Fix } from '../proof.ts';
import type { Place, Subject } from '../subject.ts';
import type { NamedPolicy, RoleFacts } from '../world.ts';

/** Actions on a repository that a pull needs (ECR User Guide, AmazonEC2ContainerRegistryPullOnly). */
export const pullActions = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'] as const;

export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly object[];
}

type Command = Pick<Fix, 'patch' | 'account'>;

/** Reads a policy as far as editing it needs: its statements as a list. */
export function readDocument(text: string): PolicyDocument {
  const { Statement, ...rest } = JSON.parse(text) as { Statement: object | object[] };
  return { ...rest, Statement: Array.isArray(Statement) ? Statement : [Statement] };
}

export function without(document: PolicyDocument, statement: number): PolicyDocument {
  return { ...document, Statement: document.Statement.filter((_, index) => index !== statement) };
}

export function extended(
  document: PolicyDocument,
  ...statements: readonly object[]
): PolicyDocument {
  return { ...document, Statement: [...document.Statement, ...statements] };
}

/** Points the failing container at another image. */
export function setImage({ pull }: Subject, image: string): Command {
  if (pull.kind !== 'pod') return {};
  const { namespace, pod, container } = pull;
  return {
    patch: `kubectl --namespace ${quoted(namespace)} set image pod/${quoted(pod)} ${quoted(`${container}=${image}`)}`,
  };
}

export function attachPullOnly(role: RoleFacts): Command {
  const policy = 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly';
  return {
    account: accountOf(role.arn),
    patch: `aws iam attach-role-policy --role-name ${nameOf(role.arn)} --policy-arn ${policy}`,
  };
}

/** Gives a role an inline policy of that name. */
export function putRolePolicy(role: RoleFacts, name: string, document: PolicyDocument): Command {
  return {
    account: accountOf(role.arn),
    patch: `aws iam put-role-policy --role-name ${nameOf(role.arn)} --policy-name ${quoted(name)} --policy-document ${quoted(JSON.stringify(document))}`,
  };
}

/** Puts another text in place of a policy: inline, or customer-managed by a new version of it. */
export function replacePolicy(
  role: RoleFacts,
  { name }: NamedPolicy,
  document: PolicyDocument,
): Command {
  const account = accountOf(role.arn);
  if (name.startsWith(`arn:aws:iam::${account}:policy/`)) {
    return {
      account,
      patch: `aws iam create-policy-version --policy-arn ${quoted(name)} --set-as-default --policy-document ${quoted(JSON.stringify(document))}`,
    };
  }
  if (name.startsWith('arn:')) return {};
  if (document.Statement.length > 0) return putRolePolicy(role, name, document);
  return {
    account,
    patch: `aws iam delete-role-policy --role-name ${nameOf(role.arn)} --policy-name ${quoted(name)}`,
  };
}

/** Puts a repository policy in place, or removes it when no statement is left. */
export function setRepositoryPolicy(place: Place, document: PolicyDocument): Command {
  const { accountId: account, region, repository } = place;
  const on = `--region ${region} --registry-id ${account} --repository-name ${quoted(repository)}`;
  return {
    account,
    patch:
      document.Statement.length === 0
        ? `aws ecr delete-repository-policy ${on}`
        : `aws ecr set-repository-policy ${on} --policy-text ${quoted(JSON.stringify(document))}`,
  };
}

/** Account of an ARN. */
export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** Last part of an ARN: the name of a role, profile or policy. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
