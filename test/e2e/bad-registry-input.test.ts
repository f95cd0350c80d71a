// What the registry answers to requests that are wrong.
import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { digestOf } from '../../src/oci/digest.ts';
import {
  account,
  errorOf,
  type PlainRegistry,
  region,
  startPlainRegistry,
} from '../support/plain-registry.ts';

let plain: PlainRegistry;
let registry: PlainRegistry['registry'];
let endpoint = '';
let token = '';
before(async () => {
  plain = await startPlainRegistry();
  ({ endpoint, registry, token } = plain);
});
after(() => plain.close());

describe('the registry', () => {
  it('refuses tokens that are missing or another user’s, with ECR’s messages', async () => {
    const password = Buffer.from(token, 'base64').toString().split(':')[1];
    for (const credentials of ['', 'AWS:', `root:${password}`]) {
      const encoded = Buffer.from(credentials).toString('base64');
      const answer = await registry('GET', '', undefined, { authorization: `Basic ${encoded}` });
      assert.equal(answer.status, 401);
      assert.equal(answer.text, 'Not Authorized\n');
      assert.equal(
        answer.headers.get('www-authenticate'),
        `Basic realm="https://${account}.dkr.ecr.${region}.amazonaws.com/",service="ecr.amazonaws.com"`,
      );
    }
  });

  it('refuses a password that is malformed, and a token of another Region', async () => {
    const invalid =
      '{"errors":[{"code":"DENIED","message":"Your Authorization Token is invalid."}]}\n';
    const password = Buffer.from(token, 'base64').toString().split(':')[1] ?? '';
    const forged = `${password.slice(0, -2)}${password.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const malformed of ['secret', forged, `${password} `]) {
      const authorization = `Basic ${Buffer.from(`AWS:${malformed}`).toString('base64')}`;
      const answer = await registry('GET', '', undefined, { authorization });
      assert.deepEqual([answer.status, answer.text], [400, invalid]);
    }
    const other = await registry('GET', `${account}.dkr.ecr.eu-west-1.amazonaws.com/app/tags/list`);
    assert.deepEqual([other.status, other.text], [400, invalid]);
  });

  it('refuses malformed ECR hosts, whoever asks', async () => {
    for (const host of [
      '12345.dkr.ecr.us-east-1.amazonaws.com',
      `${account}.dkr.ecr.nowhere.amazonaws.com`,
      `${account}.dkr.ecr.us-east-1.example.com`,
    ]) {
      const answer = await registry('GET', `${host}/app/tags/list`, undefined, {
        authorization: '',
      });
      assert.deepEqual([answer.status, errorOf(answer.text)], [400, 'NAME_INVALID'], host);
      assert.match(
        answer.text,
        /is not the host of an ECR registry: it must be <12-digit account>/,
      );
    }
  });

  it('refuses expired tokens', async () => {
    plain.clock.advance(12 * 3_600_000 + 1000);
    const late = await registry('GET', 'app/tags/list');
    plain.clock.set(Date.now());
    assert.equal(late.status, 403);
    assert.match(
      late.text,
      /Your authorization token has expired\. Reauthenticate and try again\./,
    );
  });

  it('is not misled by path tricks', async () => {
    const rows: [string, number][] = [
      ['app/manifests/..%2f..%2fetc%2fpasswd', 400],
      ['..%2f..%2fetc/manifests/v1', 400],
      ['APP/manifests/v1', 400],
      ['app//x/manifests/v1', 400],
      ['app/blobs/sha256:..%2f..%2fetc', 400],
      ['app/blobs/sha256:abc', 400],
      ['app/blobs/md5:d41d8cd98f00b204e9800998ecf8427e', 400],
      ['app/blobs/uploads/..%2f..', 404],
      ['app/whatever/v1', 404],
      ['nosuch/manifests/v1', 404],
    ];
    for (const [path, status] of rows) {
      const answer = await raw('GET', `/v2/${path}`, { authorization: `Basic ${token}` });
      assert.equal(answer.status, status, path);
    }
  });

  it('refuses a manifest over 4 MiB, one that is malformed, and one whose layers are missing', async () => {
    const large = await registry('PUT', 'app/manifests/v1', 'x'.repeat(4 * 1024 * 1024 + 1));
    assert.equal(large.status, 413);
    for (const body of ['', '{', '{}', '{"schemaVersion":1}', '\ufffd\0']) {
      const answer = await registry('PUT', 'app/manifests/v1', body);
      assert.deepEqual([answer.status, errorOf(answer.text)], [405, 'UNSUPPORTED'], body);
      assert.match(
        answer.text,
        /'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'/,
      );
    }
    const missing = digestOf('nobody uploaded this');
    const descriptor = {
      mediaType: 'application/vnd.oci.empty.v1+json',
      digest: missing,
      size: 20,
    };
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: descriptor,
      layers: [],
    });
    const type = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };
    const absent = await registry('PUT', 'app/manifests/v1', manifest, type);
    assert.deepEqual([absent.status, errorOf(absent.text)], [404, 'MANIFEST_BLOB_UNKNOWN']);
    const wrong = await registry('PUT', `app/manifests/${digestOf('x')}`, manifest, type);
    assert.deepEqual([wrong.status, errorOf(wrong.text)], [400, 'DIGEST_INVALID']);
  });

  it('reports across accounts which side denies', async () => {
    const answer = await registry(
      'GET',
      `999988887777.dkr.ecr.${region}.amazonaws.com/app/manifests/v1`,
    );
    assert.equal(answer.status, 403);
    assert.match(
      answer.text,
      /because no resource-based policy allows the ecr:BatchGetImage action/,
    );
  });
});

/** A request whose path goes out exactly as it is written. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number }> {
  const { port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const sending = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0 }));
    });
    sending.on('error', reject);
    sending.end();
  });
}
