import { accountOf, formatArn, nameOf, parseArn } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import type { EditableDocument } from '../../pull/index.ts';
import { quoted } from '../link.ts';
import type { Fix } from '../proof.ts';
import type { Subject } from '../subject.ts';
import type { NamedPolicy, RoleFacts } from '../world.ts';

type Command = Pick<Fix, 'patch' | 'account'>;

/** What to consider before a Deny is narrowed. */
export function guardRisk(label: string): string {
  return `${label} may be a guard on purpose: ask whoever wrote it before this role is exempted.`;
}

/** Kinds whose pods follow a change of their template. */
const rolled = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

/** Points the failing container at another image: where the pod's owner makes pods, in its template. */
export function setImage({ pull, pod }: Subject, image: string): Command {
  if (pull.kind !== 'pod') return {};
  const { namespace, container } = pull;
  const owner = pod.state === 'known' ? pod.value.owner : undefined;
  // The template of a Job cannot be changed, and of other kinds nothing is known.
  if (owner !== undefined && !rolled.includes(owner.kind)) return {};
  const target =
    owner === undefined ? `pod/${pull.pod}` : `${owner.kind.toLowerCase()}/${owner.name}`;
  return {
    patch: `kubectl --namespace ${quoted(namespace)} set image ${quoted(target)} ${quoted(`${container}=${image}`)}`,
  };
}

/** Goes back to what ran before, where a rollout brought the fault. */
export function undoRollout({ pull, pod }: Subject): Command {
  const owner = pod.state === 'known' ? pod.value.owner : undefined;
  if (pull.kind !== 'pod' || owner?.hasEarlierRevision !== true) return {};
  const target = `${owner.kind.toLowerCase()}/${owner.name}`;
  return { patch: `kubectl --namespace ${quoted(pull.namespace)} rollout undo ${quoted(target)}` };
}

export function attachPullOnly(role: RoleFacts): Command {
  const { partition = 'aws' } = parseArn(role.arn) ?? {};
  const resource = 'policy/AmazonEC2ContainerRegistryPullOnly';
  const policy = formatArn({ partition, service: 'iam', region: '', accountId: 'aws', resource });
  return {
    account: accountOf(role.arn) ?? '',
    patch: `aws iam attach-role-policy --role-name ${nameOf(role.arn)} --policy-arn ${policy}`,
  };
}

/** Gives a role an inline policy of that name. */
export function putRolePolicy(role: RoleFacts, name: string, document: EditableDocument): Command {
  return {
    account: accountOf(role.arn) ?? '',
    patch: `aws iam put-role-policy --role-name ${nameOf(role.arn)} --policy-name ${quoted(name)} --policy-document ${quoted(JSON.stringify(document))}`,
  };
}

/** Puts another text in place of a policy: inline, or customer-managed by a new version of it. */
export function replacePolicy(
  role: RoleFacts,
  { name }: NamedPolicy,
  document: EditableDocument,
): Command {
  const account = accountOf(role.arn);
  if (name.includes(`:iam::${account}:policy/`)) {
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
export function setRepositoryPolicy(place: EcrImage, document: EditableDocument): Command {
  const { registryId: account, region, name } = place;
  const on = `--region ${region} --registry-id ${account} --repository-name ${quoted(name)}`;
  return {
    account,
    patch:
      document.Statement.length === 0
        ? `aws ecr delete-repository-policy ${on}`
        : `aws ecr set-repository-policy ${on} --policy-text ${quoted(JSON.stringify(document))}`,
  };
}

/** Puts a policy of the registry in place. */
export function putRegistryPolicy(place: EcrImage, document: EditableDocument): Command {
  return {
    account: place.registryId,
    patch: `aws ecr put-registry-policy --region ${place.region} --policy-text ${quoted(JSON.stringify(document))}`,
  };
}
