// What kubectl is refused by the emulated cluster, in the words of a real API server.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import {
  type EmulatedCluster,
  pluginAnswering,
  registryHost,
  startCluster,
} from '../support/emulated-cluster.ts';
import { startTinyRegistry, type TinyRegistry } from '../support/tiny-registry.ts';

const missing = spawnSync('kubectl', ['version', '--client']).error !== undefined;
const run = promisify(execFile);

describe('kubectl is refused', { skip: missing && 'kubectl is not installed' }, () => {
  let registry: TinyRegistry;
  let cluster: EmulatedCluster;
  before(async () => {
    registry = await startTinyRegistry('good');
    cluster = await startCluster(registry.endpoint, pluginAnswering('good'));
  });
  after(async () => {
    await cluster?.close();
    registry?.close();
  });

  const kubectl = async (...args: string[]): Promise<string> => {
    const env = { ...process.env, KUBECONFIG: cluster.kubeconfig, HOME: cluster.folder };
    return (await run('kubectl', args, { env, timeout: 20_000 })).stdout;
  };
  const refusal = (...args: string[]): Promise<string> =>
    kubectl(...args).then(
      (out) => assert.fail(`worked: ${out}`),
      (error: { stderr?: string }) => error.stderr ?? '',
    );

  before(async () => {
    await kubectl('create', 'namespace', 'shop');
    await kubectl('-n', 'shop', 'create', 'deployment', 'web', `--image=${registryHost}/web:v1`);
    await kubectl('-n', 'shop', 'rollout', 'status', 'deployment/web', '--timeout=15s');
    await kubectl('-n', 'shop', 'run', 'lost', `--image=${registryHost}/web:gone`);
  });

  it('an unknown subresource, rather than given the object', async () => {
    const path = '/api/v1/namespaces/shop/pods/lost';
    assert.match(await kubectl('get', '--raw', path), /"kind":"Pod"/);
    assert.match(
      await refusal('get', '--raw', `${path}/nothing`),
      /could not find the requested resource/,
    );
  });

  it('a field that the kind does not have, together with all other errors', async () => {
    const pod = (spec: string) =>
      `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"odd"},"spec":${spec}}`;
    const file = join(cluster.folder, 'odd.json');
    const raw = '/api/v1/namespaces/shop/pods?fieldValidation=Strict';
    const create = (text: string) => {
      writeFileSync(file, text);
      return refusal('create', '--raw', raw, '-f', file);
    };
    assert.match(
      await create(pod('{"containers":[{"name":"c","image":"a","imagePolicy":"Never"}]}')),
      /Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec\.containers\[0\]\.imagePolicy"/,
    );
    const many = await create(
      pod('{"restartPolicy":"Often","containers":[{"name":"C_","image":"a"},{"name":"d"}]}'),
    );
    assert.match(many, /spec\.containers\[0\]\.name: Invalid value: "C_"/);
    assert.match(many, /spec\.containers\[1\]\.image: Required value/);
    assert.match(many, /spec\.restartPolicy: Unsupported value: "Often"/);
    assert.match(await refusal('-n', 'shop', 'get', 'pod', 'odd'), /NotFound/);
  });

  it('changes to immutable fields of a pod, and may change its image', async () => {
    const patch = (spec: string) => [
      '-n',
      'shop',
      'patch',
      'pod',
      'lost',
      '-p',
      `{"spec":${spec}}`,
    ];
    assert.match(
      await refusal(...patch('{"terminationGracePeriodSeconds":7,"dnsPolicy":"Default"}')),
      /spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`/,
    );
    await kubectl('-n', 'shop', 'set', 'image', 'pod/lost', `lost=${registryHost}/web:still-gone`);
    const image = ['-o', 'jsonpath={.spec.containers[0].image}'];
    assert.match(await kubectl('-n', 'shop', 'get', 'pod', 'lost', ...image), /:still-gone$/);
  });

  it('to execute a command in an emulated container, with a clear message', async () => {
    const path = '/api/v1/namespaces/shop/pods/lost/exec';
    assert.match(
      await refusal('get', '--raw', path),
      /exec is not possible: the containers of pod "lost" do not really run/,
    );
    const here = join(cluster.folder, 'x');
    const commands: readonly (readonly [action: string, ...args: string[]])[] = [
      ['exec', 'exec', 'lost', '--', 'ls'],
      ['exec', 'exec', 'deployment/web', '--', 'ls'],
      ['attach', 'attach', 'lost'],
      ['port-forward', 'port-forward', 'pod/lost', '8080:80'],
      ['port-forward', 'port-forward', 'deployment/web', '8080:80'],
      ['cp', 'cp', 'shop/lost:/etc/hosts', here],
      ['debug', 'debug', 'lost', '--image=busybox', '-it'],
      ['debug', 'debug', 'lost', '--image=busybox', '--copy-to=other'],
    ];
    for (const [action, ...args] of commands) {
      assert.match(
        await refusal('-n', 'shop', ...args),
        new RegExp(
          `Error from server \\(BadRequest\\): ${action} is not possible: the containers of .* do not really run, .*docker`,
        ),
        args.join(' '),
      );
    }
    const node = (await kubectl('get', 'nodes', '-o', 'name')).trim();
    assert.match(await refusal('debug', node, '--image=busybox'), /debug is not possible/);
    assert.equal(await kubectl('-n', 'shop', 'get', 'pods', 'other', '--ignore-not-found'), '');
    assert.match(
      await refusal('-n', 'shop', 'exec', 'nobody', '--', 'ls'),
      /NotFound.*"nobody" not found/,
    );
    assert.match(
      await refusal('get', '--raw', '/api/v1/namespaces/shop/pods/lost/proxy/'),
      /proxy is not possible/,
    );
  });

  it('what the emulated cluster does not support', async () => {
    assert.match(
      await refusal('create', 'job', 'j', '--image=x'),
      /the emulated cluster has no jobs: .*use a deployment to create pods/,
    );
    assert.match(await refusal('create', 'service', 'clusterip', 's', '--tcp=80'), /no services/);
  });

  it('to move a pod, and gets the tolerations that every pod has', async () => {
    const pod = ['-n', 'shop', 'get', 'pods', 'lost', '-o', 'jsonpath={.spec.tolerations[*].key}'];
    assert.equal(
      await kubectl(...pod),
      'node.kubernetes.io/not-ready node.kubernetes.io/unreachable',
    );
    assert.match(
      await refusal('-n', 'shop', 'patch', 'pod', 'lost', '-p', '{"spec":{"nodeName":"other"}}'),
      /spec: Forbidden: pod updates may not change fields other than/,
    );
  });

  it('as by a real API server', async () => {
    assert.match(await refusal('get', 'pod', 'nope'), /\(NotFound\): pods "nope" not found/);
    assert.match(await refusal('-n', 'nope', 'create', 'sa', 'x'), /namespaces "nope" not found/);
    assert.match(await refusal('create', 'namespace', 'shop'), /namespaces "shop" already exists/);
    assert.match(
      await refusal(
        '-n',
        'shop',
        'run',
        'x',
        '--image=a:b',
        '--overrides',
        '{"spec":{"serviceAccountName":"no"}}',
      ),
      /pods "x" is forbidden: error looking up service account shop\/no: serviceaccount "no" not found/,
    );
    assert.match(await refusal('create', 'namespace', 'Shop'), /lowercase RFC 1123/);
    assert.match(
      await refusal('delete', 'namespace', 'default'),
      /namespaces "default" is forbidden: this namespace may not be deleted/,
    );
    assert.match(
      await refusal('get', 'pods', '--field-selector=spec.node=x'),
      /field label not supported: spec\.node/,
    );
    assert.match(
      await refusal('create', 'deployment', 'x', '--image=a:b', '--replicas=-2'),
      /spec\.replicas: Invalid value: -2: must be greater than or equal to 0/,
    );
  });
});
