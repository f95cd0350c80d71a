import type { RepositoryName } from '../../names/repository.ts';
import type { Actor } from '../ecr/push.ts';
import type { Address } from './address.ts';

/** A client of the registry with one request: who it is, which registry it asks, and what it has been let in for. */
export interface Visit extends Actor {
  readonly address: Address;
  /** Scheme and host that the client came by: ECR's redirections are absolute. */
  readonly origin: string;
  /**
   * Decides again whether the client may do what it asks, by the policies of this moment: bodies take their time.
   * @throws DistributionError 403 `DENIED` with AWS's text.
   */
  admit(): void;
}

/** The repository of that name in the registry which the client asks. */
export function target({ address }: Visit, name: string): RepositoryName {
  return { registryId: address.registryId, region: address.region, name };
}
