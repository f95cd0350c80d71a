// `hawser collect --node` against a local AWS over TLS, under AWS's own names; `hawser doctor --node` takes what it found.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { NodeReport } from '../../src/chain/world.ts';
import { LocalAuthority } from '../../src/local/certificates.ts';
import {
  pods,
  registryHost,
  repositoryName,
  share,
  shared,
  shell,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';
import { assertValid } from '../support/schemas.ts';

const skip = spawnSync('aws', ['--help']).error !== undefined && 'aws not installed';
const real = `${shared}.dkr.ecr.us-east-1.amazonaws.com`;
const api = 'api.ecr.us-east-1.amazonaws.com';
const image = `${registryHost}/${repositoryName}:v1`;

describe('a node that looks at itself', { skip }, () => {
  let local: TestLocal;
  let port = 0;
  let root = '';
  let node = '';
  let bundle = '';

  before(async () => {
    local = await startTestLocal();
    const authority = await LocalAuthority.open(join(local.folder, 'authority'));
    port = await local.local.serveTls(authority, 0);
    root = join(local.folder, 'root');
    for (const folder of ['proc', 'etc/ssl/certs']) {
      await mkdir(join(root, folder), { recursive: true });
    }
    await copyFile(authority.file, join(root, 'etc/ssl/certs/ca-certificates.crt'));
    await named(api, real);
    await writeFile(join(root, 'etc/resolv.conf'), 'nameserver 127.0.0.1\n');
    const environment = local.environment(shared);
    await shell(`aws ecr create-repository --repository-name ${repositoryName}`, environment);
    await share(local);
    await local.push('v1');
    await pods().createNamespacedPod({
      namespace: 'default',
      body: { metadata: { name: 'web' }, spec: { containers: [{ name: 'app', image }] } },
    });
    node = await running();
    bundle = join(local.folder, 'pulls.json');
    assert.equal((await hawser(['collect', 'web', '-o', bundle])).status, 0);
  });
  after(() => local.close());

  /** Names that the node's hosts file leads to the local AWS. */
  const named = (...names: readonly string[]) =>
    writeFile(join(root, 'etc/hosts'), `127.0.0.1 localhost ${names.join(' ')}\n`);

  async function running(): Promise<string> {
    for (const end = Date.now() + 20_000; Date.now() < end; ) {
      const { spec, status } = await pods().readNamespacedPod({
        namespace: 'default',
        name: 'web',
      });
      if (status?.phase === 'Running') return spec?.nodeName ?? '';
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return assert.fail('the pod does not run');
  }

  async function hawser(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
    const child = spawn(process.execPath, ['src/cli/main.ts', ...args], {
      env: { ...local.environment(workloads), ...more },
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => (said.stdout += chunk));
    child.stderr.on('data', (chunk) => (said.stderr += chunk));
    const status = await new Promise((resolve) => child.on('close', resolve));
    return { status, ...said };
  }

  /** Where the metadata of the node is. */
  async function metadataEndpoint(): Promise<string> {
    const { nodes } = await local.admin('nodes');
    return (nodes as readonly { readonly metadataEndpoint: string }[])[0]?.metadataEndpoint ?? '';
  }

  /** Looks, and has the doctor take what was found. */
  async function looked(name = node) {
    const path = join(local.folder, 'node.json');
    const args = ['collect', '--node', '--root', root, '--node-name', name, '-o', path];
    const found = await hawser([...args, '--image', `${real}:${port}/${repositoryName}:v1`], {
      AWS_ENDPOINT_URL: `https://${api}:${port}`,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: await metadataEndpoint(),
    });
    assert.equal(found.status, 0, found.stderr);
    const report = JSON.parse(await readFile(path, 'utf8')) as NodeReport;
    assertValid('node', report);
    const said = await hawser([
      ...['doctor', 'web', '--bundle', bundle, '-n', 'default', '--node', path, '-o', 'json'],
    ]);
    return { found, report, status: said.status, proof: JSON.parse(said.stdout) };
  }

  it('reaches what is there, and knows whose certificates it sees and what time it is', async () => {
    const { found, report, proof, status } = await looked();
    assert.deepEqual(
      report.endpoints.map(({ service, host, failed, certificate }) => [
        service,
        host,
        failed,
        certificate?.trusted,
      ]),
      [
        ['ecr.api', api, undefined, true],
        ['ecr.dkr', real, undefined, true],
      ],
    );
    assert.match(report.endpoints[0]?.certificate?.issuer ?? '', /Hawser/i);
    assert.ok(report.clock.state === 'known');
    assert.equal(report.clock.value.against, api);
    assert.ok(Math.abs(report.clock.value.aheadBy) < 60);
    assert.match(found.stdout, new RegExp(`${api}:${port} reached, 127\\.0\\.0\\.1`));
    assert.deepEqual([status, proof.verdict], [0, 'holds']);
  });

  it('meets a certificate that nobody on it vouches for', async () => {
    const bundled = join(root, 'etc/ssl/certs/ca-certificates.crt');
    const kept = await readFile(bundled);
    await rm(bundled);
    const { proof, status } = await looked();
    await writeFile(bundled, kept);
    assert.deepEqual([status, proof.verdict, proof.causes[0]?.code], [2, 'broken', 'HW1017']);
    assert.match(proof.causes[0]?.deciding.text, /certificate issued by .*Hawser/i);
  });

  it('meets a name that its own server does not know', async () => {
    await named(api);
    const { report, proof } = await looked();
    await named(api, real);
    assert.equal(report.endpoints[1]?.failed?.at, 'name');
    assert.equal(proof.causes[0]?.code, 'HW0904');
    const dns = proof.links.find(({ link }: { link: string }) => link === 'dns');
    assert.match(dns.fact, new RegExp(`${real} does not resolve on ${node}`));
  });

  it('is believed in a live look, and for every pod of a cluster', async () => {
    await named(api);
    await looked();
    await named(api, real);
    const path = join(local.folder, 'node.json');
    const live = await hawser(['doctor', 'web', '--node', path, '-o', 'json']);
    assert.equal(JSON.parse(live.stdout).causes[0].code, 'HW0904');
    const all = ['doctor', '--all', '-n', 'default', '--node', path, '-o', 'json'];
    for (const from of [[], ['--bundle', bundle]]) {
      const { status, stdout } = await hawser([...all, ...from]);
      assert.equal(status, 2);
      assert.match(stdout, /"code": ?"HW0904"/);
    }
  });

  it('is not taken for a node that no pull is on', async () => {
    const { proof, status } = await looked('another');
    assert.deepEqual([status, proof.error.code], [1, 'NO_SUCH_NODE']);
  });
});
