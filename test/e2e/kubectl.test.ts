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

  it('rolls to another image, and back', async () => {
    await apply('v2');
    await kubectl('-n', 'shop', 'rollout', 'status', 'deployment/web', '--timeout=15s');
    const images = ['-o', 'jsonpath={.items[*].spec.containers[*].image}'];
    await kubectl('-n', 'shop', 'rollout', 'undo', 'deployment/web');
    await kubectl('-n', 'shop', 'rollout', 'status', 'deployment/web', '--timeout=15s');
    const path = ['-n', 'shop', 'get', 'pods', '--field-selector=status.phase=Running', ...images];
    assert.match(await kubectl(...path), /web:v1/);
  });

  it('describes a pod that can not pull, with the events of a kubelet', async () => {
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

  it('is told that there is no such subresource, rather than given the object', async () => {
    const path = '/api/v1/namespaces/shop/pods/lost';
    assert.match(await kubectl('get', '--raw', path), /"kind":"Pod"/);
    assert.match(
      await refusal('get', '--raw', `${path}/nothing`),
      /could not find the requested resource/,
    );
  });

  it('is refused a field that the kind does not have, and told of everything else that is wrong at once', async () => {
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

  it('is refused changes of a pod that a pod does not take, and may change its image', async () => {
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

  it('deletes nothing in a dry run', async () => {
    await kubectl('-n', 'shop', 'delete', 'pod', 'lost', '--dry-run=server');
    assert.match(await kubectl('-n', 'shop', 'get', 'pod', 'lost'), /lost/);
  });

  it('asks who it is, what it may do, what a field is and what the server has', async () => {
    assert.match(await kubectl('auth', 'can-i', 'create', 'pods'), /^yes/);
    assert.match(await kubectl('explain', 'pod.spec.imagePullSecrets'), /name\t<string>/);
    assert.match(await kubectl('get', '--raw', '/version'), /"gitVersion":"v1\.34/);
    assert.match(await kubectl('get', '--raw', '/'), /"\/apis\/apps\/v1"/);
  });

  it('is told plainly that nothing can be executed in an emulated container', async () => {
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

  it('is told what the emulated cluster leaves out', async () => {
    assert.match(
      await refusal('create', 'job', 'j', '--image=x'),
      /the emulated cluster has no jobs: .*pods are made by deployments/,
    );
    assert.match(await refusal('create', 'service', 'clusterip', 's', '--tcp=80'), /no services/);
  });

  it('can not move a pod, and gets the tolerations that every pod has', async () => {
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

  it('is refused as by a real API server', async () => {
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
