import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { NetworkAclEntryRecord, NetworkAclRecord } from '../../state.ts';
import { newId } from '../../vpc/ids.ts';
import { lastEntries, lastEntry } from '../../vpc/new-vpc.ts';
import { describeKind, type Filter, type Paging } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { requireBlock } from './ip-permissions.ts';
import { networkOf, ownOf, placeOf, requireOne } from './kind.ts';
import { vpcs } from './kinds.ts';
import { at, changes, reads } from './operation.ts';
import type { NetworkAcl, NetworkAclEntry, Outputs } from './outputs.generated.ts';
import { networkAcls } from './table-kinds.ts';
import { type Tagged, tagSet, tagsFor } from './tagging.ts';

function renderEntry(entry: NetworkAclEntryRecord): NetworkAclEntry {
  return {
    RuleNumber: entry.number,
    Egress: entry.isEgress,
    RuleAction: entry.action,
    Protocol: entry.protocol,
    ...(entry.cidr.includes(':') ? { Ipv6CidrBlock: entry.cidr } : { CidrBlock: entry.cidr }),
    ...(entry.fromPort === undefined
      ? {}
      : { PortRange: { From: entry.fromPort, To: entry.toPort } }),
    ...(entry.icmp === undefined
      ? {}
      : { IcmpTypeCode: { Type: entry.icmp.type, Code: entry.icmp.code } }),
  };
}

function render(acl: NetworkAclRecord): NetworkAcl {
  return {
    NetworkAclId: acl.id,
    VpcId: acl.vpcId,
    OwnerId: acl.accountId,
    IsDefault: acl.isDefault,
    Entries: acl.entries.map(renderEntry),
    Associations: acl.associations.map(({ id, subnetId }) => ({
      NetworkAclAssociationId: id,
      NetworkAclId: acl.id,
      SubnetId: subnetId,
    })),
    Tags: tagSet(acl.tags),
  };
}

function save(call: Call, acl: NetworkAclRecord): void {
  networkOf(call).networkAcls.put(networkKey(acl), acl);
}

const create = changes<Tagged & { readonly VpcId: string }, Outputs['CreateNetworkAcl']>(
  'CreateNetworkAcl',
  ({ VpcId }) => [at(networkAcls), at(vpcs, VpcId)],
  (input, call) => {
    const vpc = requireOne(vpcs, call, input.VpcId);
    const made: NetworkAclRecord = {
      ...placeOf(call),
      id: newId('acl'),
      vpcId: vpc.id,
      isDefault: false,
      entries: lastEntries(vpc.ipv6Cidrs.length > 0),
      associations: [],
      tags: tagsFor('network-acl', input),
    };
    save(call, made);
    return { NetworkAcl: render(made), ClientToken: undefined };
  },
);

const describe = reads<
  { readonly NetworkAclIds?: readonly string[]; readonly Filters?: readonly Filter[] } & Paging,
  Outputs['DescribeNetworkAcls']
>('DescribeNetworkAcls', async (input, call) => {
  const found = await describeKind(networkAcls, call, input.NetworkAclIds, input.Filters, input);
  return { NetworkAcls: found.items.map(render), NextToken: found.nextToken };
});

interface OneAcl {
  readonly NetworkAclId: string;
}

const onAcl = ({ NetworkAclId }: OneAcl) => [at(networkAcls, NetworkAclId)];

const remove = changes<OneAcl, Outputs['DeleteNetworkAcl']>(
  'DeleteNetworkAcl',
  onAcl,
  ({ NetworkAclId }, call) => {
    const acl = requireOne(networkAcls, call, NetworkAclId);
    if (acl.isDefault) {
      throw ec2Errors.invalid(`cannot delete default network ACL ${NetworkAclId}`);
    }
    if (acl.associations.length > 0) throw ec2Errors.dependency('networkAcl', NetworkAclId);
    networkOf(call).networkAcls.delete(networkKey(acl));
    return {};
  },
);

interface Rule extends OneAcl {
  readonly RuleNumber: number;
  readonly Egress: boolean;
}

interface Entry extends Rule {
  readonly Protocol: string;
  readonly RuleAction: 'allow' | 'deny';
  readonly CidrBlock?: string;
  readonly Ipv6CidrBlock?: string;
  readonly PortRange?: { readonly From?: number; readonly To?: number };
  readonly IcmpTypeCode?: { readonly Type?: number; readonly Code?: number };
}

const numbers: Readonly<Record<string, string>> = { tcp: '6', udp: '17', icmp: '1', all: '-1' };

function entryOf(input: Entry): NetworkAclEntryRecord {
  const { CidrBlock, Ipv6CidrBlock, PortRange, IcmpTypeCode, RuleNumber } = input;
  if (RuleNumber < 1 || RuleNumber >= lastEntry) {
    throw ec2Errors.invalidValue(String(RuleNumber), 'ruleNumber', `Must be 1 to ${lastEntry - 1}`);
  }
  const protocol = numbers[input.Protocol] ?? input.Protocol;
  if (protocol !== '-1' && !(/^\d{1,3}$/.test(protocol) && Number(protocol) <= 255)) {
    throw ec2Errors.invalidValue(input.Protocol, 'protocol', 'Unrecognized protocol.');
  }
  if (CidrBlock === undefined && Ipv6CidrBlock === undefined) throw ec2Errors.missing('cidrBlock');
  const hasPorts = protocol === '6' || protocol === '17';
  const { From, To } = PortRange ?? {};
  if (hasPorts && (From === undefined || To === undefined)) throw ec2Errors.missing('portRange');
  return {
    number: RuleNumber,
    isEgress: input.Egress,
    action: input.RuleAction,
    protocol,
    cidr:
      CidrBlock === undefined ? requireBlock(Ipv6CidrBlock ?? '', 6) : requireBlock(CidrBlock, 4),
    ...(hasPorts && From !== undefined && To !== undefined ? { fromPort: From, toPort: To } : {}),
    ...(IcmpTypeCode === undefined || hasPorts
      ? {}
      : { icmp: { type: IcmpTypeCode.Type ?? -1, code: IcmpTypeCode.Code ?? -1 } }),
  };
}

function isThe({ RuleNumber, Egress }: Rule) {
  return ({ number, isEgress }: NetworkAclEntryRecord): boolean =>
    number === RuleNumber && isEgress === Egress;
}

function requireEntry(acl: NetworkAclRecord, rule: Rule): void {
  if (acl.entries.some(isThe(rule)) && rule.RuleNumber < lastEntry) return;
  throw new AwsError(
    'InvalidNetworkAclEntry.NotFound',
    `The specified network acl entry does not exist: ${rule.RuleNumber}`,
  );
}

/** Entries in the order in which they are evaluated, those for traffic out first, as EC2 lists them. */
function inOrder(entries: readonly NetworkAclEntryRecord[]): NetworkAclEntryRecord[] {
  return [...entries].sort(
    (a, b) => Number(b.isEgress) - Number(a.isEgress) || a.number - b.number,
  );
}

const createEntry = changes<Entry, Outputs['CreateNetworkAclEntry']>(
  'CreateNetworkAclEntry',
  onAcl,
  (input, call) => {
    const acl = requireOne(networkAcls, call, input.NetworkAclId);
    const entry = entryOf(input);
    if (acl.entries.some(isThe(input))) {
      throw new AwsError(
        'NetworkAclEntryAlreadyExists',
        `The network acl entry identified by ${input.RuleNumber} already exists.`,
      );
    }
    save(call, { ...acl, entries: inOrder([...acl.entries, entry]) });
    return {};
  },
);

const replaceEntry = changes<Entry, Outputs['ReplaceNetworkAclEntry']>(
  'ReplaceNetworkAclEntry',
  onAcl,
  (input, call) => {
    const acl = requireOne(networkAcls, call, input.NetworkAclId);
    requireEntry(acl, input);
    const entry = entryOf(input);
    const matches = isThe(input);
    save(call, { ...acl, entries: acl.entries.map((one) => (matches(one) ? entry : one)) });
    return {};
  },
);

const removeEntry = changes<Rule, Outputs['DeleteNetworkAclEntry']>(
  'DeleteNetworkAclEntry',
  onAcl,
  (input, call) => {
    const acl = requireOne(networkAcls, call, input.NetworkAclId);
    requireEntry(acl, input);
    const matches = isThe(input);
    save(call, { ...acl, entries: acl.entries.filter((one) => !matches(one)) });
    return {};
  },
);

const replaceAssociation = changes<
  OneAcl & { readonly AssociationId: string },
  Outputs['ReplaceNetworkAclAssociation']
>('ReplaceNetworkAclAssociation', onAcl, ({ AssociationId, NetworkAclId }, call) => {
  const to = requireOne(networkAcls, call, NetworkAclId);
  const from = ownOf(networkAcls, call).find(({ associations }) =>
    associations.some(({ id }) => id === AssociationId),
  );
  const subnetId = from?.associations.find(({ id }) => id === AssociationId)?.subnetId;
  if (from === undefined || subnetId === undefined) {
    throw new AwsError(
      'InvalidAssociationID.NotFound',
      `The association ID '${AssociationId}' does not exist`,
    );
  }
  if (from.vpcId !== to.vpcId) {
    throw ec2Errors.invalid(
      `Network ACL ${to.id} and subnet ${subnetId} belong to different networks`,
    );
  }
  save(call, { ...from, associations: from.associations.filter(({ id }) => id !== AssociationId) });
  const id = newId('aclassoc');
  const current = requireOne(networkAcls, call, to.id);
  save(call, { ...current, associations: [...current.associations, { id, subnetId }] });
  return { NewAssociationId: id };
});

export const networkAclOperations: Readonly<Record<string, Operation>> = {
  CreateNetworkAcl: create,
  DescribeNetworkAcls: describe,
  DeleteNetworkAcl: remove,
  CreateNetworkAclEntry: createEntry,
  ReplaceNetworkAclEntry: replaceEntry,
  DeleteNetworkAclEntry: removeEntry,
  ReplaceNetworkAclAssociation: replaceAssociation,
};
