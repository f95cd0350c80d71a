// A web page must not be able to change or read anything here through the requests that it makes a browser
// send.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { account, type LocalEcr, region, startLocalEcr } from '../../../test/support/local-ecr.ts';
import { ServedNames } from './served-names.ts';

describe('Served host names', () => {
  const names = new ServedNames(['Build.Example']);
  const rows: readonly [served: boolean, ...hosts: string[]][] = [
    [true, 'localhost', 'localhost:4566', 'LOCALHOST.', 'a.localhost:1', '127.0.0.1:9', '[::1]:80'],
    [true, '111122223333.dkr.ecr.eu-west-1.localhost:4566', '169.254.169.254'],
    [true, '111122223333.dkr.ecr.us-east-1.amazonaws.com', '111122223333.dkr-ecr.us-east-1.on.aws'],
    [true, 'api.ecr.us-east-1.amazonaws.com', 'ecr.eu-west-1.api.aws', 'sts.amazonaws.com'],
    [
      true,
      'iam.amazonaws.com',
      'ec2.cn-north-1.amazonaws.com.cn',
      'sts-fips.us-east-1.amazonaws.com',
    ],
    [true, 'prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com', 'build.example:1'],
    [
      false,
      '',
      'evil.example',
      'evil.example:4566',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
    ],
    [
      false,
      'prod-x-starport-layer-bucket.s3-website.amazonaws.com',
      'prod-x-starport-layer-bucket.s3-website-us-east-1.amazonaws.com',
    ],
    [false, 'amazonaws.com', 'ec2-1-2-3-4.compute-1.amazonaws.com', 'page.s3.amazonaws.com'],
    [false, 'sts.amazonaws.com.evil.example', 'xlocalhost', '10.0.0.1', '0.0.0.0', '2130706433'],
    [false, 'other.build.example', '1127.0.0.1', '127.0.0.1@evil.example', '[::2]'],
  ];
  for (const [served, ...hosts] of rows) {
    for (const host of hosts) {
      it(`${served ? 'include' : 'do not include'} ${JSON.stringify(host)}`, () => {
        assert.equal(names.includes(host), served);
      });
    }
  }
});

describe('A request', () => {
  let local: LocalEcr;
  let metadata = '';
  before(async () => {
    local = await startLocalEcr();
    const { nodes } = (await send('/_hawser/nodes')).json as {
      nodes: { metadataEndpoint: string }[];
    };
    metadata = nodes[0]?.metadataEndpoint ?? '';
  });
  after(() => local.close());

  interface Sent {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly to?: string;
  }
  const send = (path: string, { method = 'GET', headers = {}, body = '', to }: Sent = {}) =>
    new Promise<{ status: number; text: string; json: unknown }>((resolve, reject) => {
      const { hostname, port } = new URL(to ?? local.endpoint);
      const sending = request({ hostname, port, path, method, headers }, (answer) => {
        let text = '';
        answer.on('data', (piece) => {
          text += piece;
        });
        answer.on('end', () => {
          const json: unknown = text.startsWith('{') ? JSON.parse(text) : undefined;
          resolve({ status: answer.statusCode ?? 0, text, json });
        });
      });
      sending.on('error', reject);
      sending.end(body);
    });
  const query = (key: string): string =>
    new URLSearchParams({
      Action: 'CreateUser',
      UserName: 'mallory',
      Version: '2010-05-08',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `${key}/20260101/us-east-1/iam/aws4_request`,
      'X-Amz-Date': '20260101T000000Z',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': 'x',
    }).toString();

  const doors = [
    '/_hawser/health',
    '/_hawser/kubeconfig',
    '/metrics',
    '/v2/',
    `/?${query('test')}`,
  ];
  doors.push('/_hawser/clusters/hawser/api/v1/secrets', '/prod-eu-west-1-starport-layer-bucket/x');

  for (const door of doors) {
    it(`for a rebound name, or from a page of another origin, is refused by ${door}`, async () => {
      const rebound = await send(door, { headers: { host: 'evil.example:4566' } });
      assert.equal(rebound.status, 421);
      assert.match(rebound.text, /start the local AWS with --name/);
      const foreign: readonly Record<string, string>[] = [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: 'http://localhost:3000' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ];
      for (const headers of foreign) {
        assert.equal((await send(door, { headers })).status, 403, JSON.stringify(headers));
      }
    });
  }

  it('with two Host headers is refused, whichever of them is served', async () => {
    const { port } = new URL(local.endpoint);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1');
      socket.once('data', (piece) => {
        resolve(String(piece).split('\r\n')[0] ?? '');
        socket.destroy();
      });
      socket.write('GET /_hawser/health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n');
    });
    assert.equal(answer, 'HTTP/1.1 400 Bad Request');
  });

  it('of this kind is refused by instance metadata as well', async () => {
    const ttl = { 'x-aws-ec2-metadata-token-ttl-seconds': '60' };
    const token = (headers: Record<string, string>) =>
      send('/latest/api/token', { method: 'PUT', headers: { ...ttl, ...headers }, to: metadata });
    assert.equal((await token({ host: 'evil.example' })).status, 421);
    assert.equal((await token({ origin: 'https://evil.example' })).status, 403);
    assert.equal((await token({ host: '169.254.169.254' })).status, 200);
  });

  it('from the address bar, or of the same origin, is answered', async () => {
    const { host } = new URL(local.endpoint);
    const own: readonly Record<string, string>[] = [
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'same-origin', origin: `http://${host}` },
    ];
    for (const headers of own) {
      assert.equal((await send('/_hawser/health', { headers })).status, 200);
    }
  });

  it('meant for a proxy is refused', async () => {
    assert.equal((await send('http://evil.example/')).status, 400);
  });

  for (const route of ['reset', 'clock', 'break', 'heal', 'nodes']) {
    it(`changes nothing through ${route} unless its content type is JSON`, async () => {
      const { version } = local.core.state.metadata;
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'text/plain; application/json',
        '',
      ]) {
        const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
        const answer = await send(`/_hawser/${route}`, { method: 'POST', headers, body: '{}' });
        assert.equal(answer.status, 415, type);
        assert.match(answer.text, /Content-Type: application\/json/);
      }
      assert.equal(local.core.state.metadata.version, version);
    });
  }

  it('signed with a root key in its query needs a header that no page can send', async () => {
    for (const key of ['test', account]) {
      const link = await send(`/?${query(key)}`);
      assert.equal(link.status, 400);
      assert.match(link.text, /<Code>IncompleteSignature<\/Code>.*X-Amz-Date/);
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const posted = await send(`/?${query(key)}`, { method: 'POST', headers: form });
      assert.equal(posted.status, 400);
    }
    assert.equal(local.core.state.users.count(), 0);
    const sdk = await send(`/?${query(account)}`, {
      headers: { 'x-amz-date': '20260101T000000Z' },
    });
    assert.equal(sdk.status, 200);
    assert.equal(local.core.state.users.count(), 1);
    const identity = query(account)
      .replace(/Action=CreateUser&.*2010-05-08/, 'Action=GetCallerIdentity&Version=2011-06-15')
      .replace('iam', 'sts');
    const eks = await send(`/?${identity}`, { headers: { 'x-k8s-aws-id': 'hawser' } });
    assert.match(eks.text, new RegExp(`<Account>${account}</Account>`));
  });

  it('is answered under the host names of AWS', async () => {
    const host = `${account}.dkr.ecr.${region}.amazonaws.com`;
    assert.equal((await send('/v2/', { headers: { host } })).status, 401);
  });
});
