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

  it('says whose it is, and its instance profile', async () => {
    assert.deepEqual(await ask(200, answer(profile)), {
      ownerId: '111122223333',
      instanceProfileArn: 'arn:aws:iam::111122223333:instance-profile/node',
    });
    assert.equal(asked, 'Action=DescribeInstances&Version=2016-11-15&InstanceId.1=i-1');
    assert.match(authorization, /Credential=AKIA\/\d{8}\/eu-west-1\/ec2\/aws4_request/);
    assert.deepEqual(await ask(200, answer('')), {
      ownerId: '111122223333',
      instanceProfileArn: undefined,
    });
  });

  it('says that it has none, or may not be asked', async () => {
    const none = '<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>';
    assert.equal(await ask(200, none), undefined);
    for (const awsCode of ['InvalidInstanceID.NotFound', 'UnauthorizedOperation']) {
      await assert.rejects(ask(awsCode.startsWith('Inv') ? 400 : 403, refusal(awsCode)), {
        awsCode,
      });
    }
  });
});
