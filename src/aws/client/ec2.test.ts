import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { describeInstance } from './ec2.ts';

const answer = (profile: string) => `<?xml version="1.0" encoding="UTF-8"?>
<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
  <requestId>r</requestId>
  <reservationSet><item><reservationId>r-1</reservationId><ownerId>111122223333</ownerId><groupSet/>
    <instancesSet><item><instanceId>i-1</instanceId>
      <networkInterfaceSet><item><ownerId>444455556666</ownerId></item></networkInterfaceSet>${profile}
    </item></instancesSet>
  </item></reservationSet>
</DescribeInstancesResponse>`;
const profile =
  '<iamInstanceProfile><arn>arn:aws:iam::111122223333:instance-profile/node</arn><id>A</id></iamInstanceProfile>';
const refusal = (code: string) =>
  `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors></Response>`;

describe('EC2, asked about an instance', () => {
  let [status, body, asked, authorization] = [200, '', '', ''];
  const server = createServer(async (request, response) => {
    authorization = request.headers.authorization ?? '';
    asked = '';
    for await (const piece of request) asked += piece;
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  });
  before(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
  after(() => server.close());

  const ask = (code: number, text: string) => {
    [status, body] = [code, text];
    const environment = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    };
    const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
    return describeInstance('i-1', 'eu-west-1', credentials, environment);
  };

  it('returns its account and its instance profile', async () => {
    assert.deepEqual(await ask(200, answer(profile)), {
      ownerId: '111122223333',
      instanceProfileArn: 'arn:aws:iam::111122223333:instance-profile/node',
      primaryInterface: undefined,
      metadataOptions: undefined,
    });
    assert.equal(asked, 'Action=DescribeInstances&Version=2016-11-15&InstanceId.1=i-1');
    assert.match(authorization, /Credential=AKIA\/\d{8}\/eu-west-1\/ec2\/aws4_request/);
    assert.deepEqual(await ask(200, answer('')), {
      ownerId: '111122223333',
      instanceProfileArn: undefined,
      primaryInterface: undefined,
      metadataOptions: undefined,
    });
  });

  it('returns its primary network interface and its metadata options', async () => {
    const interfaceOf = (index: number, id: string) => `<item>
      <subnetId>${id}</subnetId><vpcId>vpc-1</vpcId><privateIpAddress>10.0.0.${index + 10}</privateIpAddress>
      <groupSet><item><groupId>sg-1</groupId><groupName>a &amp; b</groupName></item></groupSet>
      <attachment><deviceIndex>${index}</deviceIndex></attachment>
      <association><publicIp>198.51.100.7</publicIp></association>
      <ipv6AddressesSet><item><ipv6Address>2a05::10</ipv6Address></item></ipv6AddressesSet></item>`;
    const told = `<networkInterfaceSet>${interfaceOf(1, 'subnet-2')}${interfaceOf(0, 'subnet-1')}</networkInterfaceSet>
      <metadataOptions><httpEndpoint>enabled</httpEndpoint><httpTokens>required</httpTokens>
      <httpPutResponseHopLimit>2</httpPutResponseHopLimit></metadataOptions>`;
    const instance = answer(told).replace(
      /<networkInterfaceSet><item><ownerId>.*\n?.*?<\/networkInterfaceSet>/,
      '',
    );
    const found = await ask(200, instance);
    assert.deepEqual(found?.primaryInterface, {
      vpcId: 'vpc-1',
      subnetId: 'subnet-1',
      groupIds: ['sg-1'],
      privateIp: '10.0.0.10',
      publicIp: '198.51.100.7',
      ipv6Addresses: ['2a05::10'],
    });
    assert.deepEqual(found?.metadataOptions, {
      endpoint: 'enabled',
      tokens: 'required',
      hopLimit: 2,
    });
  });

  it('returns undefined for an empty list, and rejects with the error code of EC2', async () => {
    const none = '<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>';
    assert.equal(await ask(200, none), undefined);
    for (const awsCode of ['InvalidInstanceID.NotFound', 'UnauthorizedOperation']) {
      await assert.rejects(ask(awsCode.startsWith('Inv') ? 400 : 403, refusal(awsCode)), {
        awsCode,
      });
    }
  });
});
