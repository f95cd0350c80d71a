import type { AppliedPolicies, CompiledPolicy, ContextValues } from '../iam/index.ts';
import { provePull } from './prove.ts';
import type { PullProof, PullRequest } from './types.ts';

/** A repository that may be pulled from, with what it adds to the decision. */
export interface PulledRepository
  extends Pick<PullRequest, 'registryId' | 'region' | 'repository'> {
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
export function proveBetween(puller: Puller, repository: PulledRepository): PullProof {
  const { registryId, region, repository: name } = repository;
  const context = { ...puller.context, ...repository.context };
  return provePull(
    { principal: puller.principal, registryId, region, repository: name, context },
    { ...puller.policies, resource: repository.policy },
  );
}

/** Who of these principals can pull the repository, in the order given. */
export function whoCan(repository: PulledRepository, pullers: readonly Puller[]): Puller[] {
  return pullers.filter((puller) => proveBetween(puller, repository).pull === 'works');
}

/** What of these repositories the principal can pull, in the order given. */
export function whatCan(
  puller: Puller,
  repositories: readonly PulledRepository[],
): PulledRepository[] {
  return repositories.filter((repository) => proveBetween(puller, repository).pull === 'works');
}
