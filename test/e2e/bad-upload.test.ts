// Uploads to the registry that break off, come out of order or are not what was said; URLs of layers that are made up.
import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { digestOf } from '../../src/oci/digest.ts';
import { errorOf, type PlainRegistry, startPlainRegistry } from '../support/plain-registry.ts';

let plain: PlainRegistry;
let registry: PlainRegistry['registry'];
let endpoint = '';
let token = '';
before(async () => {
  plain = await startPlainRegistry();
  ({ endpoint, registry, token } = plain);
});
after(() => plain.close());

async function upload(content: string): Promise<string> {
  const begun = await registry('POST', 'app/blobs/uploads/');
  const location = begun.headers.get('location')?.replace('/v2/', '') ?? '';
  const digest = digestOf(content);
  await registry('PUT', `${location}?digest=${digest}`, content);
  return digest;
}

describe('an upload to the registry', () => {
  it('keeps no content whose digest differs from the stated one', async () => {
    const begun = await registry('POST', 'app/blobs/uploads/');
    const location = begun.headers.get('location')?.replace('/v2/', '') ?? '';
    const digest = digestOf('what was promised');
    const put = await registry('PUT', `${location}?digest=${digest}`, 'what came');
    assert.deepEqual([put.status, errorOf(put.text)], [400, 'BLOB_UPLOAD_INVALID']);
    assert.equal((await registry('HEAD', `app/blobs/${digest}`)).status, 404);
  });

  it('leaves nothing visible of an interrupted upload', async () => {
    const begun = await registry('POST', 'app/blobs/uploads/');
    const location = begun.headers.get('location') ?? '';
    await new Promise<void>((resolve) => {
      const sending = httpRequest(`${endpoint}${location}?digest=${digestOf('complete')}`, {
        method: 'PUT',
        headers: { authorization: `Basic ${token}`, 'content-length': 1000 },
      });
      sending.on('error', () => resolve());
      sending.write('comp');
      setTimeout(() => sending.destroy(), 100);
    });
    assert.equal((await registry('HEAD', `app/blobs/${digestOf('complete')}`)).status, 404);
    assert.equal((await registry('GET', 'app/tags/list')).status, 200);
  });

  it('accepts parts only in order', async () => {
    const begun = await registry('POST', 'app/blobs/uploads/');
    const location = begun.headers.get('location')?.replace('/v2/', '') ?? '';
    const first = await registry('PATCH', location, 'hello ', { 'content-range': '0-5' });
    assert.deepEqual([first.status, first.headers.get('range')], [201, '0-5']);
    const gap = await registry('PATCH', location, 'world', { 'content-range': '9-13' });
    assert.deepEqual([gap.status, errorOf(gap.text)], [416, 'BLOB_UPLOAD_INVALID']);
    assert.match(gap.text, /First byte of the layer part is 9 instead of 6/);
    await registry('PATCH', location, 'world', { 'content-range': '6-10' });
    const digest = digestOf('hello world');
    assert.equal((await registry('PUT', `${location}?digest=${digest}`)).status, 201);
    assert.equal(
      (await registry('HEAD', `app/blobs/${digest}`)).headers.get('content-length'),
      '11',
    );
  });

  it('serves layers from a presigned URL that cannot be forged and expires', async () => {
    const digest = await upload('a layer');
    const redirect = await registry('GET', `app/blobs/${digest}`);
    assert.equal(redirect.status, 307);
    const url = redirect.headers.get('location') ?? '';
    assert.equal(await (await fetch(url)).text(), 'a layer');
    const partial = await fetch(url, { headers: { range: 'bytes=2-4' } });
    assert.deepEqual([partial.status, await partial.text()], [206, 'lay']);
    assert.equal(
      (await fetch(url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')))).status,
      403,
    );
    for (const method of ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      assert.equal((await fetch(url, { method })).status, 403, method);
    }
    plain.clock.advance(2 * 3_600_000);
    const late = await fetch(url);
    plain.clock.set(Date.now());
    assert.equal(late.status, 403);
    assert.match(await late.text(), /Request has expired/);
  });
});
