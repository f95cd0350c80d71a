import { randomBytes } from 'node:crypto';
import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { CidrAssociation, VpcRecord } from '../../state.ts';
import { formatBlock, overlap, parseBlock } from '../../vpc/cidr.ts';
import { newId } from '../../vpc/ids.ts';
import { allInVpc } from '../../vpc/lookups.ts';
import { localRoutes } from '../../vpc/new-vpc.ts';
import { ec2Errors } from './errors.ts';
import { networkOf, ownOf, requireOne } from './kind.ts';
import { vpcs } from './kinds.ts';
import { at, changes } from './operation.ts';
import type { Outputs } from './outputs.generated.ts';

/** @throws AwsError for what is no IPv4 block of /16 to /28 (VPC User Guide, "VPC CIDR blocks"). */
export function requireVpcBlock(text: string): string {
  const block = parseBlock(text);
  if (block === undefined || block.family !== 4) {
    throw ec2Errors.invalidValue(text, 'cidrBlock', 'This is not a valid CIDR block.');
  }
  if (block.prefixLength < 16 || block.prefixLength > 28) {
    throw new AwsError('InvalidVpc.Range', `The CIDR '${text}' is invalid.`);
  }
  return formatBlock(block);
}

/** A /56 as Amazon gives it to a VPC. */
export function amazonIpv6Block(): CidrAssociation {
  const hex = randomBytes(4).toString('hex');
  const text = `2600:1f${hex.slice(0, 2)}:${hex.slice(2, 6)}:${hex.slice(6, 8)}00::/56`;
  const block = parseBlock(text);
  return { id: newId('vpc-cidr-assoc'), cidr: block === undefined ? text : formatBlock(block) };
}

interface Associate {
  readonly VpcId: string;
  readonly CidrBlock?: string;
  readonly AmazonProvidedIpv6CidrBlock?: boolean;
}

const associate = changes<Associate, Outputs['AssociateVpcCidrBlock']>(
  'AssociateVpcCidrBlock',
  ({ VpcId }) => [at(vpcs, VpcId)],
  ({ VpcId, CidrBlock, AmazonProvidedIpv6CidrBlock }, call) => {
    const vpc = requireOne(vpcs, call, VpcId);
    const save = (changed: VpcRecord) => saveBlocks(networkOf(call), vpc, changed);
    if (AmazonProvidedIpv6CidrBlock === true) {
      const added = amazonIpv6Block();
      save({ ...vpc, ipv6Cidrs: [...vpc.ipv6Cidrs, added] });
      return {
        VpcId,
        CidrBlockAssociation: undefined,
        Ipv6CidrBlockAssociation: {
          AssociationId: added.id,
          Ipv6CidrBlock: added.cidr,
          Ipv6CidrBlockState: { State: 'associated' },
        },
      };
    }
    if (CidrBlock === undefined) throw ec2Errors.missing('cidrBlock');
    const added = { id: newId('vpc-cidr-assoc'), cidr: requireVpcBlock(CidrBlock) };
    const block = parseBlock(added.cidr);
    const clashes = vpc.cidrs.some(({ cidr }) => {
      const other = parseBlock(cidr);
      return block !== undefined && other !== undefined && overlap(block, other);
    });
    if (clashes) {
      throw new AwsError(
        'InvalidVpc.Range',
        `The CIDR '${CidrBlock}' conflicts with another block.`,
      );
    }
    save({ ...vpc, cidrs: [...vpc.cidrs, added] });
    return {
      VpcId,
      Ipv6CidrBlockAssociation: undefined,
      CidrBlockAssociation: {
        AssociationId: added.id,
        CidrBlock: added.cidr,
        CidrBlockState: { State: 'associated' },
      },
    };
  },
);

/** Saves a VPC with other blocks: each of its route tables has a local route for every one. */
function saveBlocks(
  network: ReturnType<typeof networkOf>,
  before: VpcRecord,
  vpc: VpcRecord,
): void {
  network.vpcs.put(networkKey(vpc), vpc);
  const { accountId, region, id: vpcId } = before;
  for (const table of allInVpc(network.routeTables, { accountId, region, vpcId })) {
    const others = table.routes.filter(({ target }) => target !== 'local');
    network.routeTables.put(networkKey(table), {
      ...table,
      routes: [...localRoutes(vpc), ...others],
    });
  }
}

const disassociate = changes<
  { readonly AssociationId: string },
  Outputs['DisassociateVpcCidrBlock']
>(
  'DisassociateVpcCidrBlock',
  () => [at(vpcs)],
  ({ AssociationId }, call) => {
    const has = ({ id }: CidrAssociation): boolean => id === AssociationId;
    const vpc = ownOf(vpcs, call).find(
      ({ cidrs, ipv6Cidrs }) => cidrs.some(has) || ipv6Cidrs.some(has),
    );
    if (vpc === undefined) {
      throw new AwsError(
        'InvalidVpcCidrBlockAssociationID.NotFound',
        `The vpc CIDR block association ID '${AssociationId}' does not exist`,
      );
    }
    if (vpc.cidrs.findIndex(has) === 0) {
      throw new AwsError(
        'OperationNotPermitted',
        `The vpc CIDR block with association ID ${AssociationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
      );
    }
    const others = (list: readonly CidrAssociation[]) => list.filter((one) => !has(one));
    const gone = vpc.cidrs.find(has);
    const goneV6 = vpc.ipv6Cidrs.find(has);
    saveBlocks(networkOf(call), vpc, {
      ...vpc,
      cidrs: others(vpc.cidrs),
      ipv6Cidrs: others(vpc.ipv6Cidrs),
    });
    const state = { State: 'disassociating' };
    return {
      VpcId: vpc.id,
      CidrBlockAssociation:
        gone === undefined
          ? undefined
          : { AssociationId, CidrBlock: gone.cidr, CidrBlockState: state },
      Ipv6CidrBlockAssociation:
        goneV6 === undefined
          ? undefined
          : { AssociationId, Ipv6CidrBlock: goneV6.cidr, Ipv6CidrBlockState: state },
    };
  },
);

export const vpcBlockOperations: Readonly<Record<string, Operation>> = {
  AssociateVpcCidrBlock: associate,
  DisassociateVpcCidrBlock: disassociate,
};
