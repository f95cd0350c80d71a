import type { CompiledPolicy } from '../compile.ts';
import type { ContextValues } from '../condition/context.ts';
import type { AppliedPolicies } from '../evaluate/types.ts';
import { provePull } from './prove.ts';
import type { PullProof } from './types.ts';

export interface Repository {
  readonly registryId: string;
  readonly region: string;
  readonly repository: string;
  /** Its repository policy; without one only its own account pulls. */
  readonly policy?: CompiledPolicy | undefined;
  /** Keys that it adds to a request about it: `aws:ResourceTag/...`, `ecr:ResourceTag/...`. */
  readonly context?: ContextValues | undefined;
}

export interface Puller {
  readonly principal: string;
  readonly context?: ContextValues | undefined;
  /** The policies on the principal's side; `resource` is taken from the repository instead. */
  readonly policies: AppliedPolicies;
}

/** The proof that one principal pulls one repository. */
export function proveBetween(puller: Puller, repository: Repository): PullProof {
  const { registryId, region, repository: name } = repository;
  const context = { ...puller.context, ...repository.context };
  return provePull(
    { principal: puller.principal, registryId, region, repository: name, context },
    { ...puller.policies, resource: repository.policy },
  );
}

/** Who of these principals can pull the repository, in the order given. */
export function whoCan(repository: Repository, pullers: readonly Puller[]): Puller[] {
  return pullers.filter((puller) => proveBetween(puller, repository).pull === 'works');
}

/** What of these repositories the principal can pull, in the order given. */
export function whatCan(puller: Puller, repositories: readonly Repository[]): Repository[] {
  return repositories.filter((repository) => proveBetween(puller, repository).pull === 'works');
}
