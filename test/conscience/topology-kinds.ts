// What can be wrong in the network of a node.
import fc from 'fast-check';

const ways = [
  'public address',
  'NAT gateway',
  'endpoints',
  'endpoints of a peer',
  'endpoints behind a transit gateway',
] as const;
const mistakes = [
  'no default route',
  'default route into a blackhole',
  'default route into a peering connection',
  'no public address',
  'NAT gateway without an address',
  'NAT gateway in a subnet without a way out',
  'no endpoint ecr.api',
  'no endpoint ecr.dkr',
  'no endpoint s3',
  's3 endpoint in no route table',
  's3 endpoint of interfaces',
  'endpoints without private DNS',
  'endpoints in no subnet',
  'endpoints in the other subnet',
  'endpoints whose group is closed',
  'endpoints whose group lets the other subnet in',
  'a route that takes the other subnet away',
  'DNS support off',
  'DNS host names off',
  'group without rules outwards',
  'group that lets the VPC in only',
  'group that lets S3 out only',
  'group that lets port 80 out only',
  'ACL that denies 443 out',
  'ACL that denies answers',
  'ACL that allows 443 out and answers only',
  'ACL without entries',
  'ACL that denies the other subnet',
  'public access blocked both ways',
  'public access blocked inwards',
  'the VPC excluded from the block',
  'the VPC excluded from the block outwards',
  'a way to the internet beside the shared endpoints',
  'no route to the shared endpoints',
  'no route back from the shared endpoints',
  'shared endpoints that let nobody in',
  'no hosted zone of the shared registry',
  'no hosted zone of the shared endpoints',
  'a DNS server of its own',
  'a zone without records above ECR',
  'a zone without records above S3',
  'a zone that points to an address of nobody',
  'a zone that points to the endpoint of the registry',
  'zones of other VPCs as well',
  'an S3 policy for own buckets',
  'an S3 policy for an organization',
] as const;
export type Mistake = (typeof mistakes)[number];
/** What becomes of a pull is not seen where these decide. */
export const hiding: ReadonlySet<string> = new Set<Mistake>(['a DNS server of its own']);

/** A way of a node to its registry, and what is wrong with it. */
export const topologies = fc.record({
  way: fc.constantFrom(...ways),
  wrong: fc.uniqueArray(fc.constantFrom(...mistakes), { maxLength: 3 }),
});
export type Topology = typeof topologies extends fc.Arbitrary<infer Value> ? Value : never;
