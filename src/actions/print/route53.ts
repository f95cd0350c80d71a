import type { RecordSet, Route53Change } from '../nodes/route53.ts';
import type { AwsCall } from './api.ts';
import { caller } from './caller.ts';

/** The call of Route 53 that makes a change. It is a global service: calls name no Region. */
export function route53Call(change: Route53Change): AwsCall {
  const { account, hostedZoneId } = change;
  const call = caller('route53', { account });
  switch (change.kind) {
    case 'associate-hosted-zone':
    case 'disassociate-hosted-zone':
      return call(operations[change.kind], {
        HostedZoneId: hostedZoneId,
        VPC: { VPCRegion: change.vpcRegion, VPCId: change.vpcId },
      });
    case 'delete-zone-records':
      return call('ChangeResourceRecordSets', {
        HostedZoneId: hostedZoneId,
        ChangeBatch: {
          Changes: change.records.map((record) => ({
            Action: 'DELETE',
            ResourceRecordSet: recordSetOf(record),
          })),
        },
      });
    case 'delete-hosted-zone':
      return call('DeleteHostedZone', { Id: hostedZoneId });
  }
}

const operations = {
  'associate-hosted-zone': 'AssociateVPCWithHostedZone',
  'disassociate-hosted-zone': 'DisassociateVPCFromHostedZone',
} as const;

function recordSetOf({ name, type, values, ttl, alias }: RecordSet): object {
  const common = { Name: name, Type: type };
  if (alias !== undefined) {
    const { hostedZoneId: HostedZoneId, evaluateTargetHealth: EvaluateTargetHealth } = alias;
    return { ...common, AliasTarget: { HostedZoneId, DNSName: values[0], EvaluateTargetHealth } };
  }
  const ResourceRecords = values.map((Value) => ({ Value }));
  return { ...common, ...(ttl === undefined ? {} : { TTL: ttl }), ResourceRecords };
}
