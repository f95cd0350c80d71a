import type { Need } from '../causes/need.ts';
import type { Subject } from './subject.ts';

/**
 * What decides about pulls as well, and cannot be looked at: a role is used anywhere, so that nobody knows what lies
 * between. Of a pod the node is known. It is told with every verdict that leaves it open: a chain whose other links hold
 * may still break there.
 */
export function notLookedAt({ world, pull, place }: Subject): Need[] {
  // A complete world is the local AWS's own: there a role pulls from beside it.
  if (world.complete || place === undefined || pull.kind !== 'role') return [];
  return [
    {
      fact: 'the network from where the role is used to the APIs of ECR, the registry and its layers in S3, and the policies of endpoints on the way',
      permission:
        'hawser doctor POD for a pod that pulls the image: the network of its node is checked then',
    },
  ];
}
