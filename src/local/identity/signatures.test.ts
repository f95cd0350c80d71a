// What a signature must cover, and how long it is valid.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import { account, type LocalEcr, region, startLocalEcr } from '../../../test/support/local-ecr.ts';
import { userWith } from '../../../test/support/user-with.ts';
import { sha256Hex, signature } from '../../aws/sigv4.ts';

const prefix = 'AmazonEC2ContainerRegistry_V20150921.';
const everything = ['host', 'x-amz-date', 'x-amz-target'];

describe('A signature', () => {
  let local: LocalEcr;
  let key: { readonly accessKeyId: string; readonly secretAccessKey: string };
  before(async () => {
    local = await startLocalEcr();
    await local.client().send(new CreateRepositoryCommand({ repositoryName: 'app' }));
    const ecr = { Action: 'ecr:*', Resource: '*' };
    key = await userWith(local.endpoint, [ecr, { Action: 'iam:*', Resource: '*' }]);
  });
  after(() => local.close());

  const timestamp = (at = Date.now()) => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
  interface Change {
    readonly signed?: readonly string[];
    /** What is sent instead of what was signed. */
    readonly sent?: Readonly<Record<string, string>>;
    readonly date?: string;
    readonly at?: string;
  }
  function call({
    signed = everything,
    sent = {},
    at = timestamp(),
    date = at.slice(0, 8),
  }: Change) {
    const { host } = new URL(local.endpoint);
    const body = '{"repositoryName":"app"}';
    const headers: Record<string, string> = {
      host,
      'x-amz-date': at,
      'x-amz-target': `${prefix}ListImages`,
    };
    const scope = { date, region, service: 'ecr' };
    const covered = { method: 'POST', path: '/', query: '', headers, payloadHash: sha256Hex(body) };
    const made = signature(covered, signed, at, scope, key.secretAccessKey);
    const authorization = `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${date}/${region}/ecr/aws4_request, SignedHeaders=${signed.join(';')}, Signature=${made}`;
    return send('/', 'POST', { ...headers, ...sent, authorization }, body);
  }
  function send(path: string, method: string, headers: Record<string, string>, body = '') {
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const { port } = new URL(local.endpoint);
      const sending = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
        let text = '';
        answer.on('data', (piece) => {
          text += piece;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      sending.on('error', reject);
      sending.end(body);
    });
  }

  it('that covers everything is accepted', async () => {
    assert.equal((await call({})).status, 200);
  });

  it('that does not cover the operation is refused', async () => {
    const signed = ['host', 'x-amz-date'];
    for (const operation of ['ListImages', 'DeleteRepository']) {
      const { status, text } = await call({ signed, sent: { 'x-amz-target': prefix + operation } });
      assert.equal(status, 400);
      assert.match(text, /InvalidSignatureException/);
      assert.match(text, /'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization\./);
    }
  });

  it('that does not cover the host, or an AWS header that was sent, is refused', async () => {
    const host = await call({ signed: ['x-amz-date', 'x-amz-target'] });
    assert.match(host.text, /'Host' or ':authority' must be a 'SignedHeader' in the AWS Auth/);
    const more = await call({ sent: { 'x-amz-security-token': 'x' } });
    assert.match(more.text, /invalid|'X-Amz-Security-Token' must be a 'SignedHeader'/);
    const meta = await call({ sent: { 'x-amz-meta': 'x' } });
    assert.match(meta.text, /'X-Amz-Meta' must be a 'SignedHeader'/);
    assert.equal((await call({ sent: { 'x-amzn-trace-id': 'x', 'user-agent': 'x' } })).status, 200);
  });

  it('must have the full date of its time in its scope', async () => {
    for (const date of ['2', timestamp().slice(0, 4), `${timestamp().slice(0, 8)}T`, '20000101']) {
      const { status, text } = await call({ date });
      assert.equal(status, 400, date);
      assert.match(text, /Date in Credential scope does not match YYYYMMDD/);
    }
  });

  it('must have a valid time', async () => {
    for (const at of ['20260230T000000Z', '20261301T000000Z', '2026-01-01', '20260101T250000Z']) {
      const { text } = await call({ at, date: at.slice(0, 8) });
      assert.match(text, /Date must be in ISO-8601 'basic format'/, at);
    }
  });

  function presigned(
    expires: string | undefined,
    change: Record<string, string> = {},
    headers = {},
  ) {
    const at = timestamp();
    const scope = { date: at.slice(0, 8), region: 'us-east-1', service: 'iam' };
    const { host } = new URL(local.endpoint);
    const query = new URLSearchParams({
      Action: 'ListUsers',
      Version: '2010-05-08',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `${key.accessKeyId}/${scope.date}/us-east-1/iam/aws4_request`,
      'X-Amz-Date': at,
      'X-Amz-SignedHeaders': 'host',
      ...(expires === undefined ? {} : { 'X-Amz-Expires': expires }),
      ...change,
    }).toString();
    const payloadHash = sha256Hex('');
    const covered = { method: 'GET', path: '/', query, headers: { host }, payloadHash };
    const made = signature(covered, ['host'], at, scope, key.secretAccessKey);
    return send(`/?${query}&X-Amz-Signature=${made}`, 'GET', { host, ...headers });
  }

  it('in a query is valid for one second to a week', async () => {
    for (const good of [undefined, '1', '60', '604800']) {
      assert.equal((await presigned(good)).status, 200, good);
    }
    const bad = [
      '604801',
      '999999999999',
      '0',
      '-1',
      '1e9',
      '0x10',
      '1.5',
      'x',
      '',
      ' 60',
      'Infinity',
    ];
    for (const expires of bad) {
      const { status, text } = await presigned(expires);
      assert.equal(status, 400, expires);
      assert.match(text, /<Code>IncompleteSignature<\/Code>.*X-Amz-Expires must be/, expires);
    }
  });

  it('in a query names its algorithm, and covers every AWS header', async () => {
    const other = await presigned('60', { 'X-Amz-Algorithm': 'none' });
    assert.match(other.text, /Unsupported AWS 'algorithm'/);
    const swapped = await presigned('60', {}, { 'x-amz-target': `${prefix}DeleteRepository` });
    assert.equal(swapped.status, 400);
    const more = await presigned('60', {}, { 'x-amz-meta': 'x' });
    assert.match(more.text, /'X-Amz-Meta' must be a 'SignedHeader'/);
  });

  it('with a root key needs none of this', async () => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${account}/20200101/${region}/ecr/aws4_request, SignedHeaders=host, Signature=x`;
    const headers = { 'x-amz-target': `${prefix}ListImages`, 'x-amz-date': 'x', authorization };
    assert.equal((await send('/', 'POST', headers, '{"repositoryName":"app"}')).status, 200);
  });
});
