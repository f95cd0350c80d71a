// A body over the limit of a door is refused with 413 in that door's form, also without a Content-Length.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import { account, type LocalEcr, region, startLocalEcr } from '../../../test/support/local-ecr.ts';

const mebibyte = 1 << 20;

describe('A body that is too large', () => {
  let local: LocalEcr;
  let registry = '';
  let cluster = '';
  before(async () => {
    local = await startLocalEcr();
    await local.client().send(new CreateRepositoryCommand({ repositoryName: 'app' }));
    const { username, password } = await local.login();
    registry = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const answer = await fetch(`${local.endpoint}/_hawser/nodes`);
    const { nodes } = (await answer.json()) as { nodes: { server: string }[] };
    cluster = `Bearer ${new URL(nodes[0]?.server ?? '').password}`;
  });
  after(() => local.close());

  const scope = `Credential=test/20260101/${region}/ecr/aws4_request`;
  const api = {
    authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=x`,
    'x-amz-date': '20260101T000000Z',
    'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.ListImages',
  };
  const layerPart = 'AmazonEC2ContainerRegistry_V20150921.UploadLayerPart';
  const zones = {
    authorization: api.authorization.replace('/ecr/', '/route53/'),
    'x-amz-date': api['x-amz-date'],
  };
  const json = { 'content-type': 'application/json' };
  const objects = '/_hawser/clusters/hawser/api/v1/namespaces/default/pods';
  const host = `${account}.dkr.ecr.${region}.localhost`;
  const doors = (): readonly (readonly [
    string,
    string,
    Record<string, string>,
    number,
    RegExp,
  ])[] => [
    ['POST', '/', { ...api, 'x-amz-target': layerPart }, 29, /"__type":"RequestEntityTooLarge"/],
    ['POST', '/', api, 7, /"__type":"RequestEntityTooLarge"/],
    ['POST', '/2013-04-01/hostedzone', zones, 2, /<Code>RequestEntityTooLarge</],
    ['POST', '/_hawser/clock', json, 2, /"error":\{.*larger than 1048576 bytes/],
    ['POST', objects, { ...json, authorization: cluster }, 4, /"reason":"RequestEntityTooLarge"/],
    ['PUT', `/v2/${host}/app/manifests/v1`, { authorization: registry }, 5, /"MANIFEST_INVALID"/],
  ];

  function send(method: string, path: string, headers: Record<string, string>, body: Buffer) {
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const { port } = new URL(local.endpoint);
      const options = { host: '127.0.0.1', port, method, path, headers, agent: false };
      const sending = request(options, (answer) => {
        let text = '';
        answer.on('data', (piece) => {
          text += piece;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      // After the answer, the server may have closed the connection before the rest of the body arrives.
      sending.on('error', reject);
      sending.end(body);
    });
  }

  for (const door of [0, 1, 2, 3, 4, 5]) {
    for (const chunked of [false, true]) {
      it(`is refused by door ${door + 1}${chunked ? ', without a length' : ''}`, async () => {
        const [method, path, headers, size, words] = doors()[door] ?? assert.fail();
        const body = Buffer.alloc(size * mebibyte, 'a');
        const length: Record<string, string> = chunked
          ? { 'transfer-encoding': 'chunked' }
          : { 'content-length': String(body.length) };
        const { status, text } = await send(method, path, { ...headers, ...length }, body);
        assert.equal(status, 413);
        assert.match(text, words);
      });
    }
  }
});
