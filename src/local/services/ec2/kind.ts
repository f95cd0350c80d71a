import type { Collection } from '../../../storage/metadata.ts';
import type { Call } from '../../core/call.ts';
import type { NetworkState } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { OwnedRecord } from '../../state.ts';
import { ensureDefaultNetwork } from '../../vpc/default-network.ts';
import { allIn, findIn, type Place } from '../../vpc/lookups.ts';

/** The values of a record that a filter compares with. */
export type FilterValues<Document> = (
  document: Document,
  network: NetworkState,
) => readonly (string | number | boolean | undefined)[];

/** A kind of EC2's resources: where it is kept, how it is called, what it can be filtered by. */
export interface Kind<Document extends OwnedRecord> {
  readonly collection: (network: NetworkState) => Collection<Document>;
  /** What its ids start with, such as `vpc`. */
  readonly prefix: string;
  /** The type in its ARN, such as `vpc`; also what tags call it. */
  readonly arnType: string;
  /** The error code for an id that nobody has. */
  readonly notFound: string;
  readonly notFoundText: (id: string) => string;
  /** By the filter's name; `tag:…`, `tag-key` and `owner-id` go without saying. */
  readonly filters: Readonly<Record<string, FilterValues<Document>>>;
}

export function placeOf({ caller, region }: Call): Place {
  return { accountId: caller.accountId, region };
}

/** The networks, in which the caller's account has its default resources. */
export function networkOf(call: Call): NetworkState {
  const { network } = call.core.state;
  ensureDefaultNetwork(network, placeOf(call));
  return network;
}

/** Everything of one kind that the caller's account has in the Region. */
export function ownOf<Document extends OwnedRecord>(
  kind: Kind<Document>,
  call: Call,
): readonly Document[] {
  return allIn(kind.collection(networkOf(call)), placeOf(call));
}

/** @throws AwsError when the account has no such resource in the Region. */
export function requireOne<Document extends OwnedRecord>(
  kind: Kind<Document>,
  call: Call,
  id: string,
): Document {
  const found = findIn(kind.collection(networkOf(call)), placeOf(call), id);
  if (found === undefined) throw notFound(kind, id);
  return found;
}

export function notFound<Document extends OwnedRecord>(
  kind: Pick<Kind<Document>, 'notFound' | 'notFoundText'>,
  id: string,
): AwsError {
  return new AwsError(kind.notFound, kind.notFoundText(id));
}

export function arnOf(
  { arnType }: { readonly arnType: string },
  { accountId, region }: Place,
  id: string,
): string {
  return `arn:aws:ec2:${region}:${accountId}:${arnType}/${id}`;
}
