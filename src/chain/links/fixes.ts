import type { PlannedChange } from '../../actions/index.ts';
import { rolledKinds, type Workload } from '../../actions/index.ts';
import { accountOf, formatArn, nameOf, parseArn } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { type EditableDocument, readDocument } from '../../pull/index.ts';
import type { Subject } from '../subject.ts';
import type { NamedPolicy, RoleFacts } from '../world.ts';

/**
 * What to consider before a Deny is narrowed.
 * @param lost what the Deny does no longer then.
 */
export function guardRisk(label: string, lost?: string): string {
  const risk = `${label} may be there on purpose, as a guard: ask the owner of the policy before you exempt this role.`;
  return lost === undefined ? risk : `${risk} ${lost}`;
}

/** What makes the pod of a pull: its owner, or the pod itself; undefined where its template cannot be changed. */
export function workloadOf({ pull, pod }: Subject): Workload | undefined {
  if (pull.kind !== 'pod') return undefined;
  const owner = pod.state === 'known' ? pod.value.owner : undefined;
  if (owner === undefined) return { kind: 'Pod', name: pull.pod };
  // The template of a Job cannot be changed, and of other kinds nothing is known.
  return rolledKinds.includes(owner.kind) ? { kind: owner.kind, name: owner.name } : undefined;
}

/** Points the failing container at another image: where the pod's owner makes pods, in its template. */
export function setImage(subject: Subject, image: string): PlannedChange[] {
  const { pull } = subject;
  const workload = workloadOf(subject);
  if (pull.kind !== 'pod' || workload === undefined) return [];
  const { namespace, container } = pull;
  return [
    { kind: 'set-image', namespace, workload, container, image, reversibility: 'reversible' },
  ];
}

/** Goes back to what ran before, where a rollout brought the fault. */
export function undoRollout({ pull, pod }: Subject): PlannedChange[] {
  const owner = pod.state === 'known' ? pod.value.owner : undefined;
  if (pull.kind !== 'pod' || owner?.hasEarlierRevision !== true) return [];
  const workload = { kind: owner.kind, name: owner.name };
  const { namespace } = pull;
  return [{ kind: 'undo-rollout', namespace, workload, reversibility: 'reversible' }];
}

export function attachPullOnly(role: RoleFacts): PlannedChange {
  const { partition = 'aws' } = parseArn(role.arn) ?? {};
  const resource = 'policy/AmazonEC2ContainerRegistryPullOnly';
  const at = { partition, service: 'iam', region: '', accountId: 'aws', resource };
  return {
    kind: 'attach-role-policy',
    ...ofRole(role),
    policyArn: formatArn(at),
    reversibility: 'reversible',
  };
}

/** Gives a role an inline policy of that name, or another text for one that it has. */
export function putRolePolicy(
  role: RoleFacts,
  policyName: string,
  document: EditableDocument,
): PlannedChange {
  const there = role.policies.find(({ name }) => name === policyName);
  return {
    kind: 'put-role-policy',
    ...ofRole(role),
    policyName,
    document,
    ...(there === undefined ? {} : { before: readDocument(there.document) }),
    reversibility: 'reversible',
  };
}

/**
 * What to consider before another text is put in place of a policy of a role: undefined for an inline policy, which is
 * the role's alone. Source: IAM User Guide, "Versioning IAM policies" (five versions, of which none is deleted by itself).
 */
export function sharedPolicyRisk(role: RoleFacts, { name }: NamedPolicy): string | undefined {
  if (!isCustomerManaged(role, name)) return undefined;
  const others =
    role.boundary?.name === name
      ? `${name} limits every role and user that has it as its permissions boundary, and the change applies to all of them`
      : `${name} may be attached to other roles, users and groups, and the change applies to all of them`;
  return `${others}: iam:ListEntitiesForPolicy names them. A managed policy has five versions at most: where it has five, delete one that is not the default first.`;
}

function isCustomerManaged(role: RoleFacts, policy: string): boolean {
  return policy.includes(`:iam::${ofRole(role).account}:policy/`);
}

/** Puts another text in place of a policy: inline, or customer-managed by a new version of it. AWS's own stay as they are. */
export function replacePolicy(
  role: RoleFacts,
  { name, document: before }: NamedPolicy,
  document: EditableDocument,
): PlannedChange[] {
  const { account } = ofRole(role);
  if (isCustomerManaged(role, name)) {
    return [
      {
        kind: 'set-managed-policy',
        account,
        policyArn: name,
        document,
        before: readDocument(before),
        reversibility: 'reversible',
      },
    ];
  }
  return name.startsWith('arn:') ? [] : [putRolePolicy(role, name, document)];
}

export function setTrustPolicy(role: RoleFacts, document: EditableDocument): PlannedChange {
  const before = readDocument(role.trust);
  return {
    kind: 'set-trust-policy',
    ...ofRole(role),
    document,
    before,
    reversibility: 'reversible',
  };
}

/** @param before the text that is there, if there is one. */
export function setRepositoryPolicy(
  place: EcrImage,
  document: EditableDocument,
  before?: EditableDocument,
): PlannedChange {
  return {
    kind: 'set-repository-policy',
    ...registryOf(place),
    repository: place.name,
    document,
    ...(before === undefined ? {} : { before }),
    reversibility: 'reversible',
  };
}

/** @param before the text that is there, if there is one. */
export function putRegistryPolicy(
  place: EcrImage,
  document: EditableDocument,
  before?: EditableDocument,
): PlannedChange {
  return {
    kind: 'put-registry-policy',
    ...registryOf(place),
    document,
    ...(before === undefined ? {} : { before }),
    reversibility: 'reversible',
  };
}

/** The image has to be pushed by whoever can build it. */
export function pushImage(place: EcrImage, platforms?: readonly string[]): PlannedChange {
  return {
    kind: 'push-image',
    ...registryOf(place),
    repository: place.name,
    reference: place.imageKey.slice(place.repositoryKey.length + 1),
    ...(platforms === undefined ? {} : { platforms }),
    reversibility: 'reversible',
  };
}

/** The account and Region of an image's registry. */
export function registryOf({ registryId: account, region }: EcrImage) {
  return { account, region };
}

function ofRole({ arn }: RoleFacts) {
  return { account: accountOf(arn) ?? '', roleName: nameOf(arn) };
}
