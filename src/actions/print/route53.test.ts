// Each change to a hosted zone as a command, an API call and Terraform.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../change.ts';
import { apiCallOf } from './api.ts';
import { commandOf } from './shell.ts';
import { terraformOf } from './terraform.ts';

/** Route 53 is in no Region. */
const global = {
  reason: 'it is broken',
  reversibility: 'by hand',
  account: '111122223333',
} as const;

const rows: readonly (readonly [Change, command: string, operation: string, terraform: RegExp])[] =
  [
    [
      {
        ...global,
        kind: 'disassociate-hosted-zone',
        hostedZoneId: 'Z1',
        vpcId: 'vpc-1',
        vpcRegion: 'eu-west-1',
      },
      'aws route53 disassociate-vpc-from-hosted-zone --hosted-zone-id Z1 --vpc VPCRegion=eu-west-1,VPCId=vpc-1',
      'DisassociateVPCFromHostedZone',
      /^undefined$/,
    ],
    [
      {
        ...global,
        kind: 'delete-zone-records',
        hostedZoneId: 'Z1',
        records: [
          { name: '*.a.example', type: 'A', ttl: 60, values: ['10.0.0.9'] },
          {
            name: 'b.example',
            type: 'A',
            values: ['c.example'],
            alias: { hostedZoneId: 'Z2', evaluateTargetHealth: true },
          },
        ],
      },
      `aws route53 change-resource-record-sets --hosted-zone-id Z1 --change-batch '{"Changes":[{"Action":"DELETE","ResourceRecordSet":{"Name":"*.a.example","Type":"A","TTL":60,"ResourceRecords":[{"Value":"10.0.0.9"}]}},{"Action":"DELETE","ResourceRecordSet":{"Name":"b.example","Type":"A","AliasTarget":{"HostedZoneId":"Z2","DNSName":"c.example","EvaluateTargetHealth":true}}}]}'`,
      'ChangeResourceRecordSets',
      /^undefined$/,
    ],
    [
      { ...global, kind: 'delete-hosted-zone', hostedZoneId: 'Z1' },
      'aws route53 delete-hosted-zone --id Z1',
      'DeleteHostedZone',
      /^undefined$/,
    ],
    [
      {
        ...global,
        kind: 'associate-hosted-zone',
        hostedZoneId: 'Z1',
        vpcId: 'vpc-1',
        vpcRegion: 'eu-west-1',
      },
      'aws route53 associate-vpc-with-hosted-zone --hosted-zone-id Z1 --vpc VPCRegion=eu-west-1,VPCId=vpc-1',
      'AssociateVPCWithHostedZone',
      /"aws_route53_zone_association"/,
    ],
  ];

describe('a change to a hosted zone', () => {
  for (const [change, command, operation, terraform] of rows) {
    it(`prints as ${operation}`, () => {
      assert.equal(commandOf(change), command);
      const call = apiCallOf(change);
      assert.equal(call && 'operation' in call ? call.operation : '', operation);
      assert.match(String(terraformOf(change)), terraform);
    });
  }
});
