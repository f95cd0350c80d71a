import type { Core } from '../../core/call.ts';
import type { CreationTemplateRecord, RepositoryRecord, State } from '../../state.ts';
import { requireRoomForRepository } from './quotas.ts';
import { keyOf, type RepositoryName, repositoryArn } from './repository.ts';

/** What makes a repository come into being without CreateRepository. */
export type Purpose = 'REPLICATION' | 'PULL_THROUGH_CACHE' | 'CREATE_ON_PUSH';

/**
 * The template for a repository that is yet to be made: of those whose prefix its name is under, the one
 * with the longest; `ROOT` stands for all other names (ECR User Guide, "Repository creation templates").
 */
export function templateFor(
  state: State,
  { registryId, region, name }: RepositoryName,
  purpose: Purpose,
): CreationTemplateRecord | undefined {
  return state.creationTemplates
    .list({ prefix: `${registryId}/${region} ` })
    .map(({ document }) => document)
    .filter(({ appliedFor, prefix }) => appliedFor.includes(purpose) && isUnder(prefix, name))
    .sort((a, b) => lengthOf(b.prefix) - lengthOf(a.prefix))[0];
}

/** Whether a name is under a prefix, whose slash at the end is implied. */
export function isUnder(prefix: string, name: string): boolean {
  return prefix === 'ROOT' || name.startsWith(`${prefix.replace(/\/$/, '')}/`);
}

function lengthOf(prefix: string): number {
  return prefix === 'ROOT' ? 0 : prefix.length;
}

/** Makes a repository as its template says, or with the defaults when there is none. @throws AwsError `LimitExceededException`. */
export function createRepository(
  { state }: Core,
  which: RepositoryName,
  purpose: Purpose,
  now: number,
): RepositoryRecord {
  requireRoomForRepository(state, which);
  const template = templateFor(state, which, purpose);
  const { repositoryPolicy, lifecyclePolicy } = template ?? {};
  const record: RepositoryRecord = {
    ...which,
    arn: repositoryArn(which),
    createdAt: now,
    tagMutability: template?.tagMutability ?? 'MUTABLE',
    mutabilityFilters: template?.mutabilityFilters ?? [],
    scanOnPush: false,
    encryption: template?.encryption ?? { encryptionType: 'AES256' },
    tags: template?.tags ?? {},
    ...(repositoryPolicy ? { policy: repositoryPolicy } : {}),
    ...(lifecyclePolicy ? { lifecyclePolicy: { text: lifecyclePolicy, putAt: now } } : {}),
  };
  state.repositories.put(keyOf(which), record);
  return record;
}
