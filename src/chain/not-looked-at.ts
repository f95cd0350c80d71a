import type { Need } from '../causes/need.ts';
import type { Subject } from './subject.ts';

/**
 * What decides about pulls as well, and is not looked at yet. It is told with every verdict that leaves it
 * open: a chain whose other links hold may still break there.
 */
export function notLookedAt({ world, pull, place }: Subject): Need[] {
  // A complete world is the local AWS's own, which has none of these.
  if (world.complete || place === undefined) return [];
  return [
    // A role is used anywhere: of a pod the node is known, and what lies between is looked at.
    ...(pull.kind === 'role' ? [networkOfRole] : []),
    {
      fact: 'service control policies and resource control policies',
      permission: 'a check of the organization, which Hawser does not support yet',
    },
    {
      fact: `the state of the KMS key of ${place.name}, where it has one`,
      permission: 'kms:DescribeKey, which Hawser does not call yet',
    },
  ];
}

const networkOfRole: Need = {
  fact: 'the network from where the role is used to the APIs of ECR, the registry and its layers in S3',
  permission: 'a pod that pulls so: the network of its node is looked at',
};
