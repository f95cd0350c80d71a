import type { Need } from '../causes/need.ts';
import type { Subject } from './subject.ts';

/**
 * What decides about pulls as well, and is not looked at yet. It is told with every verdict that leaves it
 * open: a chain whose other links hold may still break there.
 */
export function notLookedAt({ world, pull, place }: Subject): Need[] {
  // A complete world is the local AWS's own, which has none of these.
  if (world.complete || place === undefined) return [];
  const from = pull.kind === 'pod' ? 'the node' : 'where the role is used';
  return [
    {
      fact: `the network from ${from} to the APIs of ECR, the registry and its layers in S3`,
      permission:
        'a check of routes, security groups, endpoints and DNS, which Hawser does not support yet',
    },
    {
      fact: 'endpoint policies',
      permission: 'a check of the endpoints, which Hawser does not support yet',
    },
  ];
}
