import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { CidrAssociation, VpcRecord } from '../../state.ts';
import { contains, formatBlock, parseBlock } from '../../vpc/cidr.ts';
import { newId } from '../../vpc/ids.ts';
import { ec2Errors } from './errors.ts';
import { networkOf, ownOf, requireOne } from './kind.ts';
import { subnets, vpcs } from './kinds.ts';
import { at, changes } from './operation.ts';
import type { Outputs } from './outputs.generated.ts';

/** An IPv6 block for a subnet. @throws AwsError `InvalidSubnet.Range` for one that is not within the VPC's. */
export function ipv6BlockOf(vpc: VpcRecord, text: string): CidrAssociation {
  const block = parseBlock(text);
  const within = vpc.ipv6Cidrs.flatMap(({ cidr }) => parseBlock(cidr) ?? []);
  if (block === undefined || !within.some((outer) => contains(outer, block))) {
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`);
  }
  return { id: newId('subnet-cidr-assoc'), cidr: formatBlock(block) };
}

const associateBlock = changes<
  { readonly SubnetId: string } & { readonly Ipv6CidrBlock?: string },
  Outputs['AssociateSubnetCidrBlock']
>(
  'AssociateSubnetCidrBlock',
  ({ SubnetId }) => [at(subnets, SubnetId)],
  ({ SubnetId, Ipv6CidrBlock }, call) => {
    const subnet = requireOne(subnets, call, SubnetId);
    if (Ipv6CidrBlock === undefined) throw ec2Errors.missing('ipv6CidrBlock');
    const added = ipv6BlockOf(requireOne(vpcs, call, subnet.vpcId), Ipv6CidrBlock);
    networkOf(call).subnets.put(networkKey(subnet), {
      ...subnet,
      ipv6Cidrs: [...subnet.ipv6Cidrs, added],
    });
    return { SubnetId, Ipv6CidrBlockAssociation: renderBlock(added, 'associating') };
  },
);

const disassociateBlock = changes<
  { readonly AssociationId: string },
  Outputs['DisassociateSubnetCidrBlock']
>(
  'DisassociateSubnetCidrBlock',
  () => [at(subnets)],
  ({ AssociationId }, call) => {
    const subnet = ownOf(subnets, call).find(({ ipv6Cidrs }) =>
      ipv6Cidrs.some(({ id }) => id === AssociationId),
    );
    const gone = subnet?.ipv6Cidrs.find(({ id }) => id === AssociationId);
    if (subnet === undefined || gone === undefined) {
      throw new AwsError(
        'InvalidSubnetCidrBlockAssociationID.NotFound',
        `The subnet CIDR block with association ID ${AssociationId} does not exist`,
      );
    }
    networkOf(call).subnets.put(networkKey(subnet), {
      ...subnet,
      ipv6Cidrs: subnet.ipv6Cidrs.filter((one) => one !== gone),
    });
    return { SubnetId: subnet.id, Ipv6CidrBlockAssociation: renderBlock(gone, 'disassociating') };
  },
);

function renderBlock({ id, cidr }: CidrAssociation, state: string) {
  return {
    AssociationId: id,
    Ipv6CidrBlock: cidr,
    Ipv6CidrBlockState: { State: state },
  };
}

export const subnetBlockOperations: Readonly<Record<string, Operation>> = {
  AssociateSubnetCidrBlock: associateBlock,
  DisassociateSubnetCidrBlock: disassociateBlock,
};
