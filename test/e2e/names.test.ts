// Real registry names: over HTTPS with a CA of the machine's own, and what `hawser local hosts` prints.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  CreateRepositoryCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { LocalAuthority } from '../../src/local/certificates.ts';
import { type Running, startLocal } from '../../src/local/up.ts';
import { digestOf } from '../../src/oci/digest.ts';
import { shell } from '../support/local.ts';

const account = '444455556666';
const region = 'us-east-1';
const host = `${account}.dkr.ecr.${region}.amazonaws.com`;
const noSkopeo =
  spawnSync('skopeo', ['--version']).error !== undefined && 'skopeo is not installed';

describe('real registry names', () => {
  let running: Running;
  let folder = '';
  let port = 0;
  let ca = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hawser-names-'));
    running = await startLocal(
      { port: 0, data: folder, iam: 'enforce', fidelity: 'ecr', account, region, version: 'test' },
      () => undefined,
    );
    const authority = await LocalAuthority.open(folder);
    port = await running.local.serveTls(authority, 0);
    ca = await readFile(authority.file, 'utf8');
    const credentials = { accessKeyId: account, secretAccessKey: account };
    const ecr = new ECRClient({ endpoint: running.local.endpoint, region, credentials });
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'team/app' }));
  });
  after(async () => {
    await running.local.close();
    await rm(folder, { recursive: true, force: true });
  });

  const ping = (name: string, trusted: string): Promise<string | undefined> =>
    new Promise((resolve, reject) => {
      const sending = request(
        {
          host: '127.0.0.1',
          port,
          servername: name,
          ca: trusted,
          path: '/v2/',
          headers: { host: name },
        },
        (answer) => {
          answer.resume();
          resolve(answer.headers['www-authenticate']);
        },
      );
      sending.on('error', reject);
      sending.end();
    });

  it('are served over HTTPS under any AWS name that a client asks for', async () => {
    assert.match((await ping(host, ca)) ?? '', new RegExp(`realm="https://${host}/"`));
    const elsewhere = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
    assert.match((await ping(elsewhere, ca)) ?? '', new RegExp(`realm="https://${elsewhere}/"`));
  });

  it('are trusted only by clients that were configured to', async () => {
    await assert.rejects(ping(host, ''), { code: /SELF_SIGNED|UNABLE_TO/ });
  });

  it('have a key that only its owner can read, and the same CA after a restart', async () => {
    assert.equal((await stat(join(folder, 'ca-key.pem'))).mode & 0o077, 0);
    assert.equal(await readFile((await LocalAuthority.open(folder)).file, 'utf8'), ca);
  });

  it('work in unmodified skopeo with the registries.conf that is printed', {
    skip: noSkopeo,
  }, async () => {
    const { endpoint } = running.local;
    const environment = { PATH: process.env.PATH, HOME: folder };
    const hosts = await shell(
      `'${process.execPath}' bin/hawser.js local hosts --endpoint ${endpoint} --data ${folder}`,
      environment,
    );
    assert.match(hosts, new RegExp(`^127\\.0\\.0\\.1 ${host}$`, 'm'));
    assert.match(hosts, new RegExp(`^\\[host\\."${endpoint}"\\]$`, 'm'));
    assert.ok(hosts.includes(join(folder, 'ca.pem')));
    const configuration = join(folder, '.config', 'containers');
    await mkdir(configuration, { recursive: true });
    await writeFile(
      join(configuration, 'registries.conf'),
      hosts.slice(hosts.indexOf('[[registry]]')),
    );
    const credentials = { accessKeyId: account, secretAccessKey: account };
    const { authorizationData } = await new ECRClient({ endpoint, region, credentials }).send(
      new GetAuthorizationTokenCommand({}),
    );
    const password = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64')
      .toString()
      .slice('AWS:'.length);
    const auth = join(folder, 'auth.json');
    const entry = { auth: Buffer.from(`AWS:${password}`).toString('base64') };
    await writeFile(
      auth,
      JSON.stringify({ auths: { [host]: entry, [new URL(endpoint).host]: entry } }),
    );
    const skopeo = `REGISTRY_AUTH_FILE=${auth} skopeo`;
    const direct = `docker://${new URL(endpoint).host}/${host}/team/app:v1`;
    const copy = `${skopeo} copy -q --insecure-policy`;
    await shell(
      `${copy} --all --dest-tls-verify=false oci:examples/image:v1 ${direct}`,
      environment,
    );
    await shell(`${copy} docker://${host}/team/app:v1 dir:${folder}/pulled`, environment);
    const pulled = JSON.parse(await readFile(join(folder, 'pulled', 'manifest.json'), 'utf8')) as {
      layers: { digest: string; size: number }[];
    };
    assert.ok(pulled.layers.length > 0);
    for (const { digest, size } of pulled.layers) {
      const layer = await readFile(join(folder, 'pulled', digest.replace('sha256:', '')));
      assert.deepEqual([digestOf(layer), layer.length], [digest, size]);
    }
  });

  it('have a kubeconfig beside them', async () => {
    const printed = await shell(
      `'${process.execPath}' bin/hawser.js local kubeconfig --endpoint ${running.local.endpoint}`,
      { PATH: process.env.PATH, HOME: folder },
    );
    const { clusters } = JSON.parse(printed) as { clusters: { cluster: { server: string } }[] };
    assert.match(
      clusters[0]?.cluster.server ?? '',
      /^http:\/\/hawser:[0-9a-f]{48}@127\.0\.0\.1:\d+\//,
    );
  });
});
