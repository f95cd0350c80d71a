// Ways by security groups. Rules: VPC User Guide, "Security group rules".
import { groups, ways } from './testing/answer.ts';
import {
  layers,
  permission,
  registry,
  s3List,
  withEndpoints,
  withNat,
} from './testing/private-vpc.ts';

ways('security groups', [
  [
    'a group without rules outwards',
    { ...withNat, securityGroups: groups('sg-node', 'ipPermissionsEgress') },
    registry,
    'group-egress at sg-node SG_HAS_NO_RULES',
  ],
  [
    'a group that lets other ports out',
    {
      ...withNat,
      securityGroups: groups(
        'sg-node',
        'ipPermissionsEgress',
        permission({ cidrBlocks: ['0.0.0.0/0'], fromPort: 80, toPort: 80 }),
      ),
    },
    registry,
    'group-egress at sg-node ENI_SG_RULES_MISMATCH',
  ],
  [
    "a group that lets S3's prefix list out, for layers",
    {
      ...withEndpoints,
      securityGroups: groups(
        'sg-node',
        'ipPermissionsEgress',
        permission({ prefixListIds: [s3List] }),
      ),
    },
    layers,
    'reached via vpce-s3',
  ],
  [
    "a group that lets the endpoints' group out",
    {
      ...withEndpoints,
      securityGroups: groups(
        'sg-node',
        'ipPermissionsEgress',
        permission({ groupIds: ['sg-endpoints'] }),
      ),
    },
    registry,
    'reached via vpce-dkr',
  ],
  [
    "a group that lets the endpoints' group out only, for layers",
    {
      ...withEndpoints,
      securityGroups: groups(
        'sg-node',
        'ipPermissionsEgress',
        permission({ groupIds: ['sg-endpoints'] }),
      ),
    },
    layers,
    'group-egress at sg-node ENI_SG_RULES_MISMATCH',
  ],
  [
    'an endpoint whose group lets nobody in',
    { ...withEndpoints, securityGroups: groups('sg-endpoints', 'ipPermissions') },
    registry,
    'group-ingress at sg-endpoints SG_HAS_NO_RULES',
  ],
  [
    "an endpoint whose group lets the node's subnet in",
    {
      ...withEndpoints,
      securityGroups: groups(
        'sg-endpoints',
        'ipPermissions',
        permission({ cidrBlocks: ['10.0.1.0/24'] }),
      ),
    },
    registry,
    'reached via vpce-dkr',
  ],
  [
    'an endpoint whose group lets another subnet in',
    {
      ...withEndpoints,
      securityGroups: groups(
        'sg-endpoints',
        'ipPermissions',
        permission({ cidrBlocks: ['10.0.9.0/24'] }),
      ),
    },
    registry,
    'group-ingress at sg-endpoints ENI_SG_RULES_MISMATCH',
  ],
  [
    "a group that lets S3's prefix list out only, for the registry",
    {
      ...withNat,
      securityGroups: groups(
        'sg-node',
        'ipPermissionsEgress',
        permission({ prefixListIds: [s3List] }),
      ),
    },
    registry,
    'group-egress at sg-node ENI_SG_RULES_MISMATCH',
  ],
]);
