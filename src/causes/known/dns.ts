import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const dns: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'the VPC has no DNS',
    fix: 'Enable enableDnsSupport.',
    shows: shows.dns,
  },
  {
    number: 2,
    title: 'the VPC gives no host names, so endpoints have no private DNS',
    fix: 'Enable enableDnsHostnames.',
    shows: shows.dns,
  },
  {
    number: 3,
    title: 'an ECR endpoint was made without private DNS',
    fix: 'Enable private DNS on the endpoint.',
    shows: shows.endpoints,
  },
  {
    number: 4,
    title: "the VPC's own DNS server does not ask the VPC's resolver",
    fix: "Forward amazonaws.com to the VPC's resolver.",
    shows: shows.dns,
  },
  {
    number: 5,
    title: 'the hosted zone of the shared endpoints is missing in this VPC',
    fix: 'Associate the private hosted zones of ecr.api and ecr.dkr with it.',
    shows: shows.zones,
  },
  {
    number: 6,
    title: 'a hosted zone still points to an endpoint that is gone',
    fix: 'Take the zone away from the VPC, or point the record to an endpoint that is there.',
    shows: shows.zones,
  },
  {
    number: 7,
    title: "the resolver's limit per network interface is reached",
    fix: 'Cache names on the node (NodeLocal DNSCache), or start fewer pods at once.',
    shows: shows.resolution,
  },
  {
    number: 8,
    title: 'the host is misspelt',
    fix: 'Correct Region and suffix of the host.',
    shows: shows.image,
  },
  {
    number: 9,
    title: 'the bucket that holds the layers does not resolve',
    fix: 'Take the hosted zone that hides it away from the VPC, or allow the name of the starport-layer-bucket of the Region.',
    shows: shows.resolution,
  },
  {
    number: 10,
    title: 'a private hosted zone hides the host, and has no record for it',
    fix: 'Take the zone away from the VPC, or give it a record that points to an endpoint.',
    shows: shows.zones,
  },
];
