import { lookAtNode } from '../../src/cli/look-at-node.ts';
import type { LookAtNode } from '../../src/local/cluster/node-view.ts';
import type { LocalAwsOptions } from '../../src/local/local-aws.ts';

/** A local AWS as most tests want it: on any free port, keeping nothing, policies enforced, ECR to the letter. */
export function testOptions(account: string): LocalAwsOptions & {
  readonly version: string;
  readonly lookAtNode: LookAtNode;
} {
  return {
    port: 0,
    data: undefined,
    iam: 'enforce',
    fidelity: 'ecr',
    account,
    region: 'us-east-1',
    version: 'test',
    lookAtNode,
    // Nothing answers there: no test asks the real one.
    upstreams: {
      'registry.k8s.io': 'http://127.0.0.1:1',
      'registry-1.docker.io': 'http://127.0.0.1:1',
    },
  };
}
