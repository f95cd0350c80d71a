import { isUnderPrefix } from '../../ecr/upstreams.ts';
import { type RepositoryName, repositoryArn } from '../../names/repository.ts';
import type { Core } from '../core/call.ts';
import type { CreationTemplateRecord, RepositoryRecord, State } from '../state.ts';
import { assumeRoleAs } from './assumed-role.ts';
import { encryptionOf } from './encryption.ts';
import { ecrErrors } from './errors.ts';
import { storedLifecyclePolicy, storedPolicy } from './policy-text.ts';
import { requireRoomForRepository } from './quotas.ts';
import { keyOf, onRepository } from './repository.ts';
import { grantRepository } from './repository-key.ts';

/** What creates a repository without CreateRepository. */
export type Purpose = 'REPLICATION' | 'PULL_THROUGH_CACHE' | 'CREATE_ON_PUSH';

/**
 * The template for a repository that is to be created: among those whose prefix matches its name, the one with
 * the longest; `ROOT` matches all other names (ECR User Guide, "Repository creation templates").
 */
export function templateFor(
  state: State,
  { registryId, region, name }: RepositoryName,
  purpose: Purpose,
): CreationTemplateRecord | undefined {
  return state.creationTemplates
    .list({ prefix: `${registryId}/${region} ` })
    .map(({ document }) => document)
    .filter(({ appliedFor, prefix }) => appliedFor.includes(purpose) && isUnderPrefix(prefix, name))
    .sort((a, b) => lengthOf(b.prefix) - lengthOf(a.prefix))[0];
}

function lengthOf(prefix: string): number {
  return prefix === 'ROOT' ? 0 : prefix.length;
}

/**
 * Creates a repository from its template, or with the defaults when there is none.
 * @throws AwsError `LimitExceededException`, or `AccessDeniedException` when the template's role is not allowed
 * to.
 */
export function createRepository(
  core: Core,
  which: RepositoryName,
  purpose: Purpose,
  now: number,
): RepositoryRecord {
  const { state } = core;
  requireRoomForRepository(state, which);
  const template = templateFor(state, which, purpose);
  if (template !== undefined) requireTemplateRole(core, template, which);
  const { repositoryPolicy, lifecyclePolicy } = template ?? {};
  const record: RepositoryRecord = {
    ...which,
    arn: repositoryArn(which),
    createdAt: now,
    tagMutability: template?.tagMutability ?? 'MUTABLE',
    mutabilityFilters: template?.mutabilityFilters ?? [],
    scanOnPush: false,
    encryption: encryptionOf(which, template?.encryption),
    tags: template?.tags ?? {},
    ...(repositoryPolicy ? { policy: storedPolicy(repositoryPolicy) } : {}),
    ...(lifecyclePolicy
      ? { lifecyclePolicy: { text: storedLifecyclePolicy(lifecyclePolicy), putAt: now } }
      : {}),
  };
  state.repositories.put(keyOf(which), record);
  grantRepository(state, record, now);
  return record;
}

/**
 * With a template that has a role, ECR creates the repository as that role, which must be allowed to create it,
 * and to tag it when the template has tags (ECR User Guide, "Creating an IAM role for repository creation
 * templates").
 */
function requireTemplateRole(
  core: Core,
  { customRoleArn, tags }: CreationTemplateRecord,
  which: RepositoryName,
): void {
  if (!customRoleArn) return;
  const caller = assumeRoleAs(core, 'ecr.amazonaws.com', which.registryId, customRoleArn);
  const requestTags = Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]);
  const context = {
    ...Object.fromEntries(requestTags),
    ...(requestTags.length === 0 ? {} : { 'aws:TagKeys': Object.keys(tags) }),
  };
  for (const action of ['CreateRepository', ...(requestTags.length === 0 ? [] : ['TagResource'])]) {
    const permission = onRepository(core, `ecr:${action}`, which);
    const { decision, message = '' } = core.authorizer.decide(caller, permission, context);
    if (decision !== 'allowed') throw ecrErrors.notAuthorized(message);
  }
}
