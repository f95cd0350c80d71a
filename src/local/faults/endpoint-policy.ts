import type { Fault } from './fault.ts';
import { type EndpointService, nodePlaceOf, putEndpoints } from './private-node.ts';

const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

function policy(...Statement: readonly object[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: Statement.map((one) => ({ Effect: 'Allow', Principal: '*', ...one })),
  });
}

/** A private subnet with all endpoints, of which one has a policy that lacks something. */
function lacking(
  cause: string,
  service: EndpointService,
  text: (accountId: string) => string,
): Fault {
  return {
    cause,
    needs: ['node'],
    inject(changes, target, core) {
      const { subnet } = nodePlaceOf(core.state, target);
      const endpoints = { 'ecr.api': {}, 'ecr.dkr': {}, s3: {} };
      const differing = { [service]: { policy: text(subnet.accountId) } };
      putEndpoints(changes, core, target, { ...endpoints, ...differing });
    },
  };
}

/** Faults in the policies of endpoints. */
export const endpointPolicyFaults: readonly Fault[] = [
  lacking('HW1101', 'ecr.dkr', (accountId) =>
    policy({ Action: pull, Resource: `arn:aws:ecr:*:${accountId}:repository/another` }),
  ),
  lacking('HW1102', 'ecr.api', () => policy({ Action: 'ecr:Describe*', Resource: '*' })),
  lacking('HW1103', 's3', () =>
    policy({ Action: 's3:*', Resource: ['arn:aws:s3:::our-data', 'arn:aws:s3:::our-data/*'] }),
  ),
  lacking('HW1104', 's3', () =>
    policy({
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    }),
  ),
  lacking('HW1105', 'ecr.dkr', (accountId) =>
    policy({ Action: '*', Resource: `arn:aws:ecr:*:${accountId}:repository/*` }),
  ),
  lacking('HW1106', 'ecr.dkr', () => policy({ Action: pull, Resource: '*' })),
];
