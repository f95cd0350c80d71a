import type { AppliedPolicies, CompiledPolicy, ContextValues } from '../iam/index.ts';
import { provePull } from './prove.ts';
import type { PullProof, PullRequest } from './types.ts';

/** A repository and what it contributes to the decision. */
export interface PulledRepository
  extends Pick<PullRequest, 'registryId' | 'region' | 'repository'> {
  /** Its repository policy; without one only its own account may pull. */
  readonly policy?: CompiledPolicy | undefined;
  /** Condition keys that it adds to a request: `aws:ResourceTag/...`, `ecr:ResourceTag/...`. */
  readonly context?: ContextValues | undefined;
}

export interface Puller {
  readonly principal: string;
  readonly context?: ContextValues | undefined;
  /** The policies on the principal's side; `resource` comes from the repository instead. */
  readonly policies: AppliedPolicies;
}

/** The proof that one principal pulls one repository. */
export function proveBetween(puller: Puller, repository: PulledRepository): PullProof {
  const { registryId, region, repository: name } = repository;
  const context = { ...puller.context, ...repository.context };
  return provePull(
    { principal: puller.principal, registryId, region, repository: name, context },
    { ...puller.policies, resource: repository.policy },
  );
}

/** The principals that can pull the repository, in the order given. */
export function whoCan(repository: PulledRepository, pullers: readonly Puller[]): Puller[] {
  return pullers.filter((puller) => proveBetween(puller, repository).pull === 'works');
}

/** The repositories that the principal can pull, in the order given. */
export function whatCan(
  puller: Puller,
  repositories: readonly PulledRepository[],
): PulledRepository[] {
  return repositories.filter((repository) => proveBetween(puller, repository).pull === 'works');
}
