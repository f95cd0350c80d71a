/** Whether an interface of a VPC reaches a host of AWS on port 443, and what decides. Pure. */
export { cidrHolds } from './address.ts';
export { blocksHolding } from './blocks.ts';
export type * from './facts.ts';
export {
  endpointServiceOf,
  type Host,
  hostsOfPull,
  layerBucketOf,
  type ServiceName,
} from './hosts.ts';
export { answersFor, askingResolver, type Resolution, servesHost } from './names.ts';
export type { Block, BlockReason, ExplanationCode, Hop, Outcome } from './outcome.ts';
export { type Way, wayTo, wayToAddress } from './reach.ts';
export { routeTableOf } from './routes.ts';
export type { Missing, Seen } from './seen.ts';
export { withHostNames, zoneFor } from './zones.ts';
