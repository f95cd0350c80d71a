import { randomBytes } from 'node:crypto';
import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import type { HostedZoneRecord } from '../../state.ts';
import { findIn } from '../../vpc/lookups.ts';
import { zoneErrors } from './errors.ts';
import type { ChangeInfo, HostedZone, Outputs } from './outputs.generated.ts';

/** A name without the dot at its end, in lower case. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '').replace('\\052', '*');
}

/** Every change is in force at once. */
export function changeInfo({ now }: Call): ChangeInfo {
  return { Id: '/change/C00000000000000000000', Status: 'INSYNC', SubmittedAt: new Date(now) };
}

/** Permissions on a zone. */
export function onZone(action: string) {
  return (
    input: { readonly Id?: string; readonly HostedZoneId?: string },
    call: Call,
  ): Permission[] => [
    {
      action: `route53:${action}`,
      resource: `arn:aws:route53:::hostedzone/${idOf(input.HostedZoneId ?? input.Id ?? '')}`,
      accountId: call.caller.accountId,
    },
  ];
}

export function onAll(action: string) {
  return (_input: object, { caller }: Call): Permission[] => [
    { action: `route53:${action}`, resource: '*', accountId: caller.accountId },
  ];
}

function idOf(text: string): string {
  return text.replace(/^\/?hostedzone\//, '');
}

/** A zone of the caller's account. @throws AwsError `NoSuchHostedZone`. */
export function requireZone({ core, caller }: Call, text: string): HostedZoneRecord {
  const id = idOf(text);
  const zone = core.state.hostedZones.get(id);
  if (zone?.accountId !== caller.accountId) throw zoneErrors.noZone(id);
  return zone;
}

function ownZones({ core, caller }: Call): HostedZoneRecord[] {
  return core.state.hostedZones
    .list()
    .map(({ document }) => document)
    .filter(({ accountId }) => accountId === caller.accountId);
}

function render(zone: HostedZoneRecord): HostedZone {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: `${zone.name}.`,
    CallerReference: zone.callerReference,
    Config: { Comment: zone.comment, PrivateZone: true },
    // The zone's own NS and SOA are counted, and not listed here.
    ResourceRecordSetCount: zone.records.length + 2,
  };
}

interface Vpc {
  readonly VPCRegion?: string;
  readonly VPCId?: string;
}

function requireVpc(call: Call, { VPCRegion = '', VPCId = '' }: Vpc) {
  const place = { accountId: call.caller.accountId, region: VPCRegion };
  if (findIn(call.core.state.network.vpcs, place, VPCId) === undefined) {
    throw zoneErrors.invalidVpc(VPCId, VPCRegion);
  }
  return { id: VPCId, region: VPCRegion };
}

interface CreateZone {
  readonly Name: string;
  readonly VPC?: Vpc;
  readonly CallerReference: string;
  readonly HostedZoneConfig?: { readonly Comment?: string };
}

const create = operation<CreateZone, Outputs['CreateHostedZone']>({
  permissions: onAll('CreateHostedZone'),
  run({ Name, VPC, CallerReference, HostedZoneConfig }, call) {
    const { hostedZones } = call.core.state;
    if (VPC === undefined) throw zoneErrors.publicZone();
    if (ownZones(call).some((zone) => zone.callerReference === CallerReference)) {
      throw zoneErrors.exists(CallerReference);
    }
    const vpc = requireVpc(call, VPC);
    const zone: HostedZoneRecord = {
      id: `Z0${randomBytes(10).toString('hex').toUpperCase().slice(0, 19)}`,
      accountId: call.caller.accountId,
      name: plainName(Name),
      comment: HostedZoneConfig?.Comment ?? '',
      callerReference: CallerReference,
      vpcs: [vpc],
      records: [],
      createdAt: call.now,
    };
    hostedZones.put(zone.id, zone);
    return {
      HostedZone: render(zone),
      ChangeInfo: changeInfo(call),
      DelegationSet: { NameServers: ['ns-0.awsdns-00.com'] },
      VPC,
      Location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}`,
    };
  },
});

interface OneZone {
  readonly Id: string;
}

const get = operation<OneZone, Outputs['GetHostedZone']>({
  permissions: onZone('GetHostedZone'),
  run({ Id }, call) {
    const zone = requireZone(call, Id);
    return {
      HostedZone: render(zone),
      DelegationSet: undefined,
      VPCs: zone.vpcs.map(({ id, region }) => ({ VPCId: id, VPCRegion: region })),
    };
  },
});

const remove = operation<OneZone, Outputs['DeleteHostedZone']>({
  permissions: onZone('DeleteHostedZone'),
  run({ Id }, call) {
    const zone = requireZone(call, Id);
    if (zone.records.length > 0) throw zoneErrors.notEmpty();
    call.core.state.hostedZones.delete(zone.id);
    return { ChangeInfo: changeInfo(call) };
  },
});

const list = operation<object, Outputs['ListHostedZones']>({
  permissions: onAll('ListHostedZones'),
  run: (_input, call) => ({
    HostedZones: ownZones(call).map(render),
    Marker: '',
    IsTruncated: false,
    NextMarker: undefined,
    MaxItems: '100',
  }),
});

const listByVpc = operation<
  { readonly VPCId: string; readonly VPCRegion: string },
  Outputs['ListHostedZonesByVPC']
>({
  permissions: onAll('ListHostedZonesByVPC'),
  run({ VPCId, VPCRegion }, call) {
    const zones = call.core.state.hostedZones
      .list()
      .map(({ document }) => document)
      .filter(({ vpcs }) => vpcs.some(({ id, region }) => id === VPCId && region === VPCRegion));
    return {
      HostedZoneSummaries: zones.map(({ id, name, accountId }) => ({
        HostedZoneId: id,
        Name: `${name}.`,
        Owner: { OwningAccount: accountId },
      })),
      MaxItems: '100',
      NextToken: undefined,
    };
  },
});

interface OfVpc {
  readonly HostedZoneId: string;
  readonly VPC: Vpc;
}

const associate = operation<OfVpc, Outputs['AssociateVPCWithHostedZone']>({
  permissions: onZone('AssociateVPCWithHostedZone'),
  run({ HostedZoneId, VPC }, call) {
    const zone = requireZone(call, HostedZoneId);
    const vpc = requireVpc(call, VPC);
    const others = zone.vpcs.filter(({ id }) => id !== vpc.id);
    call.core.state.hostedZones.put(zone.id, { ...zone, vpcs: [...others, vpc] });
    return { ChangeInfo: changeInfo(call) };
  },
});

const disassociate = operation<OfVpc, Outputs['DisassociateVPCFromHostedZone']>({
  permissions: onZone('DisassociateVPCFromHostedZone'),
  run({ HostedZoneId, VPC: { VPCId } }, call) {
    const zone = requireZone(call, HostedZoneId);
    const vpcs = zone.vpcs.filter(({ id }) => id !== VPCId);
    if (vpcs.length === zone.vpcs.length) throw zoneErrors.notAssociated();
    if (vpcs.length === 0) throw zoneErrors.lastVpc();
    call.core.state.hostedZones.put(zone.id, { ...zone, vpcs });
    return { ChangeInfo: changeInfo(call) };
  },
});

export const zoneOperations: Readonly<Record<string, Operation>> = {
  CreateHostedZone: create,
  GetHostedZone: get,
  DeleteHostedZone: remove,
  ListHostedZones: list,
  ListHostedZonesByVPC: listByVpc,
  AssociateVPCWithHostedZone: associate,
  DisassociateVPCFromHostedZone: disassociate,
};
