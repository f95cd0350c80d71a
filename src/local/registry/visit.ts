import type { RepositoryName } from '../../names/repository.ts';
import type { Actor } from '../ecr/push.ts';
import type { Address } from './address.ts';

/**
 * A client of the registry with one request: its identity, the registry it asks, and what it was authorized
 * for.
 */
export interface Visit extends Actor {
  readonly address: Address;
  /** Scheme and host of the request: ECR's redirects are absolute. */
  readonly origin: string;
  /**
   * Decides again whether the client may do what it asks, by the current policies: reading a body takes time.
   * @throws DistributionError 403 `DENIED` with AWS's text.
   */
  admit(): void;
}

/** The repository of that name in the requested registry. */
export function target({ address }: Visit, name: string): RepositoryName {
  return { registryId: address.registryId, region: address.region, name };
}
