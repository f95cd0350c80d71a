import type { IncomingMessage } from 'node:http';
import { partitionOf } from '../../names/partitions.ts';
import { seal, unseal } from '../seal.ts';
import type { State } from '../state.ts';
import { journeyTo, type Networks } from './node-traffic.ts';

/** Names, in requests of emulated machines, the machine: every real request has its network around it. */
export const originHeader = 'x-hawser-from';

/** The same in the path, for clients that take an endpoint but no headers. */
export const originPath = /^\/_hawser\/from\/([\w.-]+)\/?$/;

interface Claim {
  readonly instanceId: string;
}

/** What a machine's requests bear, so that they are known as its own. */
export function originToken(sealingKey: Buffer, instanceId: string): string {
  return seal(sealingKey, 'origin', { instanceId } satisfies Claim);
}

/** Where a request comes from, as it says; undefined for one from outside of the emulated networks. */
function tokenOf({ headers, url = '' }: IncomingMessage): string | undefined {
  const named = headers[originHeader];
  if (typeof named === 'string') return named;
  return originPath.exec(url.split('?', 1)[0] ?? '')?.[1];
}

/** What tells requests of one machine from those of others. */
export function originOf(request: IncomingMessage): string {
  return tokenOf(request) ?? '';
}

/** The endpoint that a request came through to a host, with the condition keys that it brings. */
export interface Way {
  readonly keys: Readonly<Record<string, string>>;
  /** Text of the endpoint's policy. */
  readonly policy?: string;
}

/**
 * The way that a request of an emulated machine took to a host.
 * @returns undefined for requests from elsewhere, and for those that took no endpoint.
 */
export function wayTo(
  state: Networks,
  sealingKey: Buffer,
  request: IncomingMessage,
  host: string,
): Way | undefined {
  const token = tokenOf(request);
  const claim = token === undefined ? undefined : unseal<Claim>(sealingKey, 'origin', token);
  const journey = claim && journeyTo(state, claim.instanceId, host);
  if (journey?.outcome.kind !== 'connected') return undefined;
  const { endpointId } = journey.outcome;
  if (endpointId === undefined) return undefined;
  const { policy, vpcId } = endpointAt(state, endpointId) ?? {};
  return {
    keys: {
      'aws:SourceVpce': endpointId,
      'aws:SourceVpc': vpcId ?? journey.vpcId,
      'aws:VpcSourceIp': journey.privateIp,
    },
    ...(policy === undefined ? {} : { policy }),
  };
}

/** The text of an endpoint's policy. */
export function endpointPolicy(
  { network }: Pick<State, 'network'>,
  endpointId: string,
): string | undefined {
  return endpointAt({ network }, endpointId)?.policy;
}

/** It may be one of another VPC, by peering or a transit gateway: `aws:SourceVpc` is the endpoint's own then. */
function endpointAt({ network }: Pick<State, 'network'>, endpointId: string) {
  return network.endpoints.list().find(({ document }) => document.id === endpointId)?.document;
}

/** The host of a service's API. */
export function apiHost(service: string, region: string): string {
  const name = service === 'ecr' ? 'api.ecr' : service;
  return `${name}.${region}.${partitionOf(region).dnsSuffix}`;
}

export function registryHost(registryId: string, region: string): string {
  return `${registryId}.dkr.ecr.${region}.${partitionOf(region).dnsSuffix}`;
}

/** The host of the bucket in which AWS keeps a Region's layers. */
export function layerHost(region: string): string {
  return `prod-${region}-starport-layer-bucket.s3.${region}.${partitionOf(region).dnsSuffix}`;
}
