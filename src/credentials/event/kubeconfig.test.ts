// The ways in which the kubeconfigs of kubelets identify them.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { stringify } from 'yaml';
import { readKubeconfig } from './kubeconfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-kubeconfig-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'kubeconfig');
const base64 = (text: string) => Buffer.from(text).toString('base64');

const read = () => readKubeconfig(path, process.env, AbortSignal.timeout(5_000));
function readWith(user: object, cluster: object = {}) {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server: 'https://api.example:6443', ...cluster } }],
    users: [
      { name: 'other', user: { token: 'wrong' } },
      { name: 'kubelet', user },
    ],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'kubelet' } }],
    'current-context': 'x',
  };
  writeFileSync(path, stringify(config));
  return read();
}
const printing = (text: string) => ({ command: 'sh', args: ['-c', text] });

describe('the kubeconfig of a kubelet', () => {
  it('may hold a token, or name its file', async () => {
    assert.equal((await readWith({ token: 'abc' })).authorization, 'Bearer abc');
    writeFileSync(join(folder, 'token'), 'def\n');
    assert.equal((await readWith({ tokenFile: 'token' })).authorization, 'Bearer def');
  });

  it('may hold a certificate, or name a file with certificate and key, beside it', async () => {
    const data = { 'client-certificate-data': base64('C'), 'client-key-data': base64('K') };
    const authority = { 'certificate-authority-data': base64('CA'), 'tls-server-name': 'api' };
    const { tls } = await readWith(data, authority);
    assert.deepEqual(tls, {
      ca: ['CA'],
      cert: 'C',
      key: 'K',
      serverName: 'api',
      unverified: false,
    });
    writeFileSync(join(folder, 'both.pem'), 'BOTH');
    const files = { 'client-certificate': 'both.pem', 'client-key': 'both.pem' };
    const fromFiles = await readWith(files, { 'certificate-authority': join(folder, 'both.pem') });
    assert.partialDeepStrictEqual(fromFiles.tls, { ca: ['BOTH'], cert: 'BOTH', key: 'BOTH' });
  });

  it('may run a program that issues a token, as on EKS', async () => {
    const program =
      'test "$REGION" = eu && printf %s "$KUBERNETES_EXEC_INFO" | grep -q ExecCredential && echo \'{"status":{"token":"made"}}\'';
    const env = [{ name: 'REGION', value: 'eu' }];
    const { authorization } = await readWith({ exec: { ...printing(program), env } });
    assert.equal(authorization, 'Bearer made');
  });

  it('sends over plain HTTP what its URL contains and nothing else', async () => {
    const server = 'http://hawser:to%2Fken@127.0.0.1:4566/clusters/x';
    const { authorization } = await readWith({ token: 'abc' }, { server });
    assert.equal(authorization, `Basic ${base64('hawser:to/ken')}`);
  });

  const refused: [string, () => Promise<unknown>, string, RegExp][] = [
    [
      'a program that fails',
      () => readWith({ exec: printing('echo s3cret; exit 1') }),
      'identity',
      /^sh returned no/,
    ],
    [
      'a program that prints something else',
      () => readWith({ exec: printing('echo s3cret') }),
      'identity',
      /^sh returned no/,
    ],
    [
      'a program that is not there',
      () => readWith({ exec: { command: 'no-such' } }),
      'identity',
      /^no-such returned no/,
    ],
    ['no server', () => readWith({}, { server: 7 }), 'kubeconfig', /names no server$/],
    [
      'a file that is not there',
      () => readWith({ tokenFile: 'gone' }),
      'kubeconfig',
      /cannot be read$/,
    ],
    [
      'what is not YAML',
      () => {
        writeFileSync(path, 's3cret: [{');
        return read();
      },
      'kubeconfig',
      /it is not YAML$/,
    ],
    [
      'no kubeconfig',
      () => {
        rmSync(path);
        return read();
      },
      'kubeconfig',
      /ENOENT$/,
    ],
  ];
  for (const [what, act, code, message] of refused) {
    it(`with ${what} is an error that does not quote it`, () =>
      assert.rejects(act, (error: Error & { code: string }) => {
        assert.equal(error.code, code);
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /s3cret/);
        return true;
      }));
  }
});
