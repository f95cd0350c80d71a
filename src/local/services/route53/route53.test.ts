// Private hosted zones and Resolver rules, and what machines in their VPCs make of names. Source: Route 53 Developer
// Guide, "Working with private hosted zones", "Forwarding outbound DNS queries"; API references.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { account, region } from '../../../../test/support/local-ecr.ts';
import { ask, askXml } from '../../../../test/support/signed-api.ts';
import { Machine } from '../../net/testing/machine.ts';

const registry = `${account}.dkr.ecr.${region}.amazonaws.com`;
const domain = `dkr.ecr.${region}.amazonaws.com`;
const root = '/2013-04-01';

let machine: Machine;
before(async () => {
  machine = await Machine.start();
});
after(() => machine.close());

function route53(method: string, path: string, body?: string): Promise<string> {
  return askXml(machine.local.endpoint, {
    service: 'route53',
    method,
    path: `${root}${path}`,
    who: { region: 'us-east-1' },
    ...(body === undefined ? {} : { text: body }),
  });
}

function text(xml: string, name: string): string {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
}

async function newZone(name: string): Promise<string> {
  const answer = await route53(
    'POST',
    '/hostedzone',
    `<CreateHostedZoneRequest><Name>${name}</Name><VPC><VPCRegion>${region}</VPCRegion><VPCId>${machine.vpcId}</VPCId></VPC><CallerReference>${name}</CallerReference></CreateHostedZoneRequest>`,
  );
  return text(answer, 'Id');
}

function change(zone: string, action: string, name: string, address: string): Promise<string> {
  const record = `<Name>${name}</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>${address}</Value></ResourceRecord></ResourceRecords>`;
  return route53(
    'POST',
    `${zone}/rrset/`,
    `<ChangeResourceRecordSetsRequest><ChangeBatch><Changes><Change><Action>${action}</Action><ResourceRecordSet>${record}</ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`,
  );
}

describe('A private hosted zone', () => {
  it('answers for its names in its VPCs, also where it has none', async () => {
    assert.equal(machine.reach(registry), 'connected');
    const zone = await newZone(domain);
    assert.equal(
      machine.reach(registry),
      `dial tcp: lookup ${registry} on 10.0.0.2:53: no such host`,
    );
    await change(zone, 'CREATE', `*.${domain}`, '10.0.0.99');
    assert.equal(machine.reach(registry), 'dial tcp 10.0.0.99:443: i/o timeout');
    await change(zone, 'UPSERT', `*.${domain}`, '10.0.0.10');
    assert.equal(machine.reach(registry), 'dial tcp 10.0.0.10:443: connect: connection refused');
    const listed = await route53('GET', `${zone}/rrset`);
    assert.equal(text(listed, 'Name'), `\\052.${domain}.`);
    const ofVpc = await route53(
      'GET',
      `/hostedzonesbyvpc?vpcid=${machine.vpcId}&vpcregion=${region}`,
    );
    assert.equal(text(ofVpc, 'Name'), `${domain}.`);
    await assert.rejects(route53('DELETE', zone), { name: 'HostedZoneNotEmpty' });
    await change(zone, 'DELETE', `*.${domain}`, '10.0.0.10');
    await route53('DELETE', zone);
    assert.equal(machine.reach(registry), 'connected');
  });

  it('is of a VPC that is there', async () => {
    const body = `<CreateHostedZoneRequest><Name>x.example</Name><VPC><VPCRegion>${region}</VPCRegion><VPCId>vpc-0</VPCId></VPC><CallerReference>x</CallerReference></CreateHostedZoneRequest>`;
    await assert.rejects(route53('POST', '/hostedzone', body), { name: 'InvalidVPCId' });
    await assert.rejects(route53('GET', '/hostedzone/Z0NONE'), {
      name: 'NoSuchHostedZone',
      status: 404,
    });
    await assert.rejects(route53('POST', '/hostedzone', '<a><b></a>'), { name: 'InvalidInput' });
  });
});

describe('A Resolver rule', () => {
  it('keeps an endpoint from answering in a VPC where it holds', async () => {
    const endpoint = await machine.endpoint('ecr.dkr');
    assert.equal(machine.throughEndpoint(registry), endpoint);
    const resolver = <Output>(operation: string, body: object) =>
      ask<Output>(machine.local.endpoint, {
        service: 'route53resolver',
        target: `Route53Resolver.${operation}`,
        body,
      });
    const { ResolverRule } = await resolver<{ ResolverRule: { Id: string } }>(
      'CreateResolverRule',
      {
        CreatorRequestId: 'one',
        RuleType: 'FORWARD',
        DomainName: 'amazonaws.com',
        TargetIps: [{ Ip: '192.0.2.1' }],
      },
    );
    const ofVpc = { ResolverRuleId: ResolverRule.Id, VPCId: machine.vpcId };
    await resolver('AssociateResolverRule', ofVpc);
    assert.equal(machine.throughEndpoint(registry), undefined);
    const listed = await resolver<{ ResolverRuleAssociations: { VPCId: string }[] }>(
      'ListResolverRuleAssociations',
      { Filters: [{ Name: 'VPCId', Values: [machine.vpcId] }] },
    );
    assert.equal(listed.ResolverRuleAssociations.length, 1);
    await resolver('DisassociateResolverRule', ofVpc);
    assert.equal(machine.throughEndpoint(registry), endpoint);
  });
});
