import type { Collection } from '../../../storage/metadata.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { clusterKey, eksArn, partKey } from '../../eks/clusters.ts';
import type { EksClusterRecord, EksPartRecord, State } from '../../state.ts';
import { eksErrors } from './errors.ts';

export function placeOf({ caller, region }: Call) {
  return { accountId: caller.accountId, region };
}

export function requireCluster(call: Call, name: string): EksClusterRecord {
  const found = call.core.state.eksClusters.get(clusterKey({ ...placeOf(call), name }));
  if (found === undefined) throw eksErrors.noCluster(name);
  return found;
}

/** A kind of what belongs to a cluster. */
export interface Part<Document extends EksPartRecord> {
  readonly collection: (state: State) => Collection<Document>;
  /** Type in its ARN, such as `nodegroup`. */
  readonly arnType: string;
  readonly missing: (name: string, cluster: string) => string;
}

interface OfCluster {
  readonly clusterName: string;
}

/** An operation on a cluster's part, or on the cluster where no part is named. */
export function onCluster<Input extends OfCluster, Output>(
  name: string,
  part: { readonly arnType: string } | undefined,
  partName: (input: Input) => string | undefined,
  run: (input: Input, call: Call) => Output,
): Operation {
  return operation<Input, Output>({
    permissions: (input, call) => {
      const named = partName(input);
      const resource =
        part === undefined || named === undefined
          ? `cluster/${input.clusterName}`
          : `${part.arnType}/${input.clusterName}/${named}${part.arnType === 'cluster' ? '' : '/*'}`;
      return [
        {
          action: `eks:${name}`,
          resource: eksArn(placeOf(call), resource),
          accountId: call.caller.accountId,
        },
      ];
    },
    run(input, call) {
      requireCluster(call, input.clusterName);
      return run(input, call);
    },
  });
}

export function partsOf<Document extends EksPartRecord>(
  { collection }: Part<Document>,
  call: Call,
  cluster: string,
): readonly Document[] {
  return collection(call.core.state)
    .list({ prefix: partKey({ ...placeOf(call), cluster, name: '' }) })
    .map(({ document }) => document);
}

export function requirePart<Document extends EksPartRecord>(
  part: Part<Document>,
  call: Call,
  cluster: string,
  name: string,
): Document {
  const found = part.collection(call.core.state).get(partKey({ ...placeOf(call), cluster, name }));
  if (found === undefined) throw eksErrors.notFound(part.missing(name, cluster), cluster);
  return found;
}

export function putPart<Document extends EksPartRecord>(
  { collection }: Part<Document>,
  call: Call,
  document: Document,
): Document {
  collection(call.core.state).put(partKey(document), document);
  return document;
}

export function deletePart<Document extends EksPartRecord>(
  part: Part<Document>,
  call: Call,
  cluster: string,
  name: string,
): Document {
  const found = requirePart(part, call, cluster, name);
  part.collection(call.core.state).delete(partKey(found));
  return found;
}

export interface Paging {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** One page of a list. @throws AwsError `InvalidParameterException` for a token that no page gave out. */
export function pageOf<Item>(
  items: readonly Item[],
  { maxResults = 100, nextToken }: Paging,
): { readonly items: readonly Item[]; readonly nextToken: string | undefined } {
  const offset =
    nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64url').toString());
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw eksErrors.invalidParameter('The nextToken is invalid');
  }
  const end = offset + maxResults;
  return {
    items: items.slice(offset, end),
    nextToken: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}
