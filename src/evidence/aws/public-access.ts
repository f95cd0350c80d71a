import { callEc2, listEc2, type QueryContext } from '../../aws/client/ec2-query.ts';
import { textAt } from '../../aws/client/xml.ts';
import type { Fact } from '../../chain/fact.ts';
import type { PublicAccessExclusion, Subnet } from '../../network/index.ts';

/** The mode of VPC Block Public Access in a Region. */
export async function publicAccessBlockOf(context: QueryContext): Promise<string | undefined> {
  const answer = await callEc2('DescribeVpcBlockPublicAccessOptions', {}, context);
  return textAt(answer, 'vpcBlockPublicAccessOptions', 'internetGatewayBlockMode');
}

/** States of exclusions that are in force; an update leaves one in force. */
const inForce = new Set([
  'create-complete',
  'update-in-progress',
  'update-complete',
  'update-failed',
]);

/** The exclusions of a VPC and its subnets. Asks only where something is blocked. */
export async function exclusionsOf(
  block: Fact<string>,
  vpcId: string,
  subnets: Fact<readonly Subnet[]>,
  context: QueryContext,
): Promise<readonly PublicAccessExclusion[]> {
  if (block.state !== 'known' || block.value === 'off') return [];
  const own = new Set([
    vpcId,
    ...(subnets.state === 'known' ? subnets.value.map(({ subnetId }) => subnetId) : []),
  ]);
  const all = await listEc2(
    'DescribeVpcBlockPublicAccessExclusions',
    'vpcBlockPublicAccessExclusionSet',
    {},
    context,
  );
  return all
    .filter((one) => inForce.has(textAt(one, 'state') ?? ''))
    .map(
      (one): PublicAccessExclusion => ({
        exclusionId: textAt(one, 'exclusionId') ?? '',
        resourceId: /[^/]*$/.exec(textAt(one, 'resourceArn') ?? '')?.[0] ?? '',
        mode:
          textAt(one, 'internetGatewayExclusionMode') === 'allow-bidirectional'
            ? 'allow-bidirectional'
            : 'allow-egress',
      }),
    )
    .filter(({ resourceId }) => own.has(resourceId));
}
