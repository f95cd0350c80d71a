// Real kubectl against the emulated cluster, with a node that pulls from a registry.
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

const deployment = (tag: string) => `
apiVersion: v1
kind: ServiceAccount
metadata: {name: cart, namespace: shop, annotations: {eks.amazonaws.com/ecr-role-arn: "arn:aws:iam::1:role/x"}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      serviceAccountName: cart
      initContainers: [{name: first, image: "${registryHost}/init:v1"}]
      containers: [{name: web, image: "${registryHost}/web:${tag}"}]
`;

describe('kubectl', { skip: missing && 'kubectl is not installed' }, () => {
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
  const apply = (tag: string) => {
    const file = join(cluster.folder, 'web.yaml');
    writeFileSync(file, deployment(tag));
    return kubectl('apply', '-f', file);
  };

  it('creates a namespace and gets nodes', async () => {
    assert.equal(await kubectl('create', 'namespace', 'shop'), 'namespace/shop created\n');
    assert.match(
      await kubectl('get', 'nodes', '-o', 'wide'),
      /Ready +<none> .*containerd:\/\/1\.7\.27/,
    );
    assert.match(await kubectl('describe', 'nodes'), /ProviderID: +aws:\/\/\/eu-west-1a\/i-0123/);
  });

  it('applies a deployment and waits for its rollout', async () => {
    assert.match(await apply('v1'), /deployment\.apps\/web created/);
    assert.match(
      await kubectl('-n', 'shop', 'rollout', 'status', 'deployment/web', '--timeout=15s'),
      /successfully rolled out/,
    );
    assert.match(await apply('v1'), /deployment\.apps\/web unchanged/);
    assert.match(await kubectl('-n', 'shop', 'get', 'deployments'), /web +2\/2 +2 +2/);
    assert.match(await kubectl('-n', 'shop', 'get', 'pods'), /web-\w+-\w+ +1\/1 +Running +0/);
    await kubectl('-n', 'shop', 'wait', '--for=condition=Ready', 'pod', '--all', '--timeout=10s');
  });

  it('rolls out another image, and back', async () => {
    await apply('v2');
    await kubectl('-n', 'shop', 'rollout', 'status', 'deployment/web', '--timeout=15s');
    const images = ['-o', 'jsonpath={.items[*].spec.containers[*].image}'];
    await kubectl('-n', 'shop', 'rollout', 'undo', 'deployment/web');
    await kubectl('-n', 'shop', 'rollout', 'status', 'deployment/web', '--timeout=15s');
    const path = ['-n', 'shop', 'get', 'pods', '--field-selector=status.phase=Running', ...images];
    assert.match(await kubectl(...path), /web:v1/);
  });

  it('describes a pod that cannot pull, with the events of a kubelet', async () => {
    await kubectl('-n', 'shop', 'run', 'lost', `--image=${registryHost}/web:gone`);
    const reason = '{.status.containerStatuses[0].state.waiting.reason}';
    // A kubelet looks again within a second of the first failure, and then backs off.
    await kubectl(
      '-n',
      'shop',
      'wait',
      `--for=jsonpath=${reason}=ImagePullBackOff`,
      'pod/lost',
      '--timeout=10s',
    );
    assert.match(await kubectl('-n', 'shop', 'get', 'pod', 'lost'), /lost +0\/1 +ImagePullBackOff/);
    const text = await kubectl('-n', 'shop', 'describe', 'pod', 'lost');
    assert.match(
      text,
      /Warning +Failed +\S+ +kubelet +Failed to pull image ".*web:gone": rpc error: code = NotFound/,
    );
    assert.match(text, /Normal +Pulling/);
    assert.match(await kubectl('-n', 'shop', 'get', 'events'), /Pulling +pod\/lost/);
    assert.match(
      await refusal('-n', 'shop', 'logs', 'lost'),
      /BadRequest.*container "lost" in pod "lost" is waiting to start/,
    );
  });

  it('deletes nothing in a dry run', async () => {
    await kubectl('-n', 'shop', 'delete', 'pod', 'lost', '--dry-run=server');
    assert.match(await kubectl('-n', 'shop', 'get', 'pod', 'lost'), /lost/);
  });

  it('reports the user, its permissions, the fields of a kind and the resources of the server', async () => {
    assert.match(await kubectl('auth', 'can-i', 'create', 'pods'), /^yes/);
    const explained = await kubectl('explain', 'pod.spec.imagePullSecrets');
    assert.match(explained, /FIELD: imagePullSecrets <\[\]LocalObjectReference>/);
    assert.match(explained, /name\t<string>/);
    assert.match(await kubectl('get', '--raw', '/version'), /"gitVersion":"v1\.34/);
    assert.match(await kubectl('get', '--raw', '/'), /"\/apis\/apps\/v1"/);
  });

  it('scales, patches, labels and deletes', async () => {
    await kubectl('-n', 'shop', 'scale', 'deployment/web', '--replicas=1', '--dry-run=server');
    const replicas = ['-o', 'jsonpath={.spec.replicas}'];
    assert.equal(await kubectl('-n', 'shop', 'get', 'deployment/web', ...replicas), '2');
    await kubectl('-n', 'shop', 'scale', 'deployment/web', '--replicas=1');
    await kubectl('-n', 'shop', 'rollout', 'status', 'deployment/web', '--timeout=15s');
    const annotate = '{"metadata":{"annotations":{"team":"a"}}}';
    for (const type of ['merge', 'strategic']) {
      await kubectl('-n', 'shop', 'patch', 'deployment', 'web', `--type=${type}`, '-p', annotate);
    }
    const step = '[{"op":"remove","path":"/metadata/annotations/team"}]';
    await kubectl('-n', 'shop', 'patch', 'deployment', 'web', '--type=json', '-p', step);
    await kubectl('-n', 'shop', 'label', 'sa', 'cart', 'tier=front');
    assert.match(await kubectl('get', 'sa', '-A', '-l', 'tier=front'), /shop +cart/);
    await kubectl('-n', 'shop', 'delete', 'deployment', 'web', '--timeout=10s');
    await kubectl('-n', 'shop', 'wait', '--for=delete', 'pod', '-l', 'app=web', '--timeout=15s');
  });

  it('gets a token for a service account', async () => {
    const token = await kubectl(
      '-n',
      'shop',
      'create',
      'token',
      'cart',
      '--audience=sts.amazonaws.com',
    );
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    assert.equal(claims.sub, 'system:serviceaccount:shop:cart');
    assert.deepEqual(claims.aud, ['sts.amazonaws.com']);
  });

  it("reaches a node's metrics and configz", async () => {
    const proxy = '/api/v1/nodes/ip-10-0-1-12.eu-west-1.compute.internal/proxy';
    assert.match(await kubectl('get', '--raw', `${proxy}/configz`), /"registryPullQPS":5/);
    assert.match(
      await kubectl('get', '--raw', `${proxy}/metrics`),
      /kubelet_credential_provider_config_info/,
    );
  });

  it('deletes a namespace with all that is in it', async () => {
    await kubectl('delete', 'namespace', 'shop', '--timeout=15s');
    assert.match(await refusal('get', 'namespace', 'shop'), /not found/);
  });
});
