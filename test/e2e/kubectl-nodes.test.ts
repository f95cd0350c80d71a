// Real kubectl: who one is, and where pods may be.
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

describe('kubectl', { skip: missing && 'kubectl is not installed' }, () => {
  let registry: TinyRegistry;
  let cluster: EmulatedCluster;
  let node = '';
  before(async () => {
    registry = await startTinyRegistry('good');
    cluster = await startCluster(registry.endpoint, pluginAnswering('good'));
    node = (await kubectl('get', 'nodes', '-o', 'name')).trim().replace('node/', '');
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
      (error: { stderr?: string; stdout?: string }) => `${error.stdout}${error.stderr}`,
    );
  const runPod = (name: string, ...tolerations: object[]) =>
    kubectl(
      ...['run', name, `--image=${registryHost}/web:v1`, '--restart=Never'],
      `--overrides=${JSON.stringify({ apiVersion: 'v1', spec: { tolerations } })}`,
    );
  const isReady = (name: string) =>
    kubectl('wait', `pod/${name}`, '--for=condition=Ready', '--timeout=15s');
  const events = (name: string) =>
    kubectl(
      ...['get', 'events', `--field-selector=involvedObject.name=${name}`],
      ...['-o', 'jsonpath={range .items[*]}{.reason}: {.message}{"\\n"}{end}'],
    );
  const eventually = async (look: () => Promise<boolean>): Promise<void> => {
    const end = Date.now() + 15_000;
    while (!(await look())) {
      if (Date.now() > end) assert.fail(`waited in vain for ${look.toString()}`);
    }
  };

  it('is the administrator, or the user that it impersonates', async () => {
    assert.match(await kubectl('auth', 'whoami', '-o', 'json'), /"system:masters"/);
    const jane = JSON.parse(
      await kubectl('auth', 'whoami', '-o', 'json', '--as=jane', '--as-group=dev'),
    );
    assert.deepEqual(jane.status.userInfo, {
      username: 'jane',
      groups: ['dev', 'system:authenticated'],
    });
    assert.equal((await kubectl('auth', 'can-i', 'get', 'pods')).trim(), 'yes');
    assert.match(await refusal('auth', 'can-i', 'get', 'pods', '--as=jane'), /^no/);
  });

  it('may do nothing as a user without a role, with the message of RBAC', async () => {
    assert.match(
      await refusal('get', 'pods', '--as=jane'),
      /pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"/,
    );
    assert.match(
      await refusal('get', 'node', node, '--as=system:serviceaccount:default:default'),
      /nodes "[^"]+" is forbidden: User "system:serviceaccount:default:default" cannot get resource "nodes" in API group "" at the cluster scope/,
    );
    assert.match(
      await refusal('create', 'deployment', 'x', '--image=x', '--as=jane'),
      /deployments\.apps is forbidden: User "jane" cannot create resource "deployments" in API group "apps" in the namespace "default"/,
    );
    assert.match(await kubectl('get', 'nodes', '--as=jane', '--as-group=system:masters'), /Ready/);
    assert.match(await refusal('get', 'pods', '--as-group=dev'), /impersonat/);
  });

  it('cannot set malformed taints, tolerations and evictions', async () => {
    const patch = (taints: unknown) =>
      refusal('patch', 'node', node, '--type=merge', '-p', JSON.stringify({ spec: { taints } }));
    assert.match(
      await patch([{ key: 'a b', effect: 'Never' }, {}]),
      /spec\.taints\[0\]\.key: Invalid value: "a b".*spec\.taints\[0\]\.effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute".*spec\.taints\[1\]\.key/s,
    );
    const twice = { key: 'a', effect: 'NoExecute' };
    assert.match(await patch([twice, twice]), /taints must be unique by key and effect pair/);
    const odd = JSON.stringify({
      apiVersion: 'v1',
      spec: { tolerations: [{ operator: 'Equal' }, { key: 'a', operator: 'In' }] },
    });
    assert.match(
      await refusal('run', 'odd', '--image=x', `--overrides=${odd}`),
      /tolerations\[0\]\.operator: Invalid value: "Equal": operator must be Exists when `key` is empty.*tolerations\[1\]\.operator: Unsupported value: "In": supported values: "Equal", "Exists"/s,
    );
    const eviction = join(cluster.folder, 'eviction.json');
    writeFileSync(eviction, JSON.stringify({ kind: 'Eviction', deleteOptions: 'x' }));
    const path = '/api/v1/namespaces/default/pods/odd/eviction';
    assert.match(
      await refusal('create', '--raw', path, '-f', eviction),
      /deleteOptions are an obj/,
    );
    assert.match(await kubectl('api-resources'), /pods/);
  });

  it('finds no node for a pod that does not tolerate a taint, and one for a pod that does', async () => {
    await kubectl('taint', 'nodes', node, 'gpu=a:NoSchedule');
    await runPod('plain');
    await runPod('tolerant', { key: 'gpu', operator: 'Equal', value: 'a', effect: 'NoSchedule' });
    await isReady('tolerant');
    await eventually(async () => (await events('plain')).includes('FailedScheduling'));
    assert.match(
      await events('plain'),
      /FailedScheduling: 0\/1 nodes are available: 1 node\(s\) had untolerated taint\(s\)\. .*preemption: 0\/1 nodes are available: 1 Preemption is not helpful for scheduling\./,
    );
    await kubectl('taint', 'nodes', node, 'gpu-');
    await isReady('plain');
  });

  it('marks a cordoned node, on which new pods are not scheduled', async () => {
    await kubectl('cordon', node);
    const taints = () => kubectl('get', 'node', node, '-o', 'jsonpath={.spec.taints[*].key}');
    await eventually(async () => (await taints()) === 'node.kubernetes.io/unschedulable');
    await runPod('late');
    await eventually(async () => (await events('late')).includes('node(s) were unschedulable'));
    await kubectl('uncordon', node);
    await isReady('late');
    assert.equal(await taints(), '');
  });

  it('drains a node, and only prints that on a dry run', async () => {
    const drain = ['drain', node, '--force', '--ignore-daemonsets', '--timeout=15s'];
    const dry = await kubectl(...drain, '--dry-run=server');
    assert.match(
      dry,
      /pod\/plain evicted \(server dry run\)|evicting pod default\/plain \(server dry run\)/,
    );
    assert.match(await kubectl('get', 'pod', 'plain'), /Running/);
    assert.match(await kubectl(...drain, '--grace-period=1'), /node\/\S+ drained/);
    assert.match(await refusal('get', 'pod', 'plain'), /NotFound/);
    await kubectl('uncordon', node);
  });

  it('evicts by a taint of effect NoExecute the pods that do not tolerate it, or no longer do', async () => {
    const lost = { key: 'lost', operator: 'Exists', effect: 'NoExecute' };
    await runPod('leaves');
    await runPod('stays', lost);
    await runPod('waits', { ...lost, tolerationSeconds: 120 });
    for (const name of ['leaves', 'stays', 'waits']) await isReady(name);
    await kubectl('taint', 'nodes', node, 'lost=yes:NoExecute');
    await eventually(async () => (await events('leaves')).includes('TaintManagerEviction'));
    const remaining = async () => (await kubectl('get', 'pods', '-o', 'name')).trim().split('\n');
    cluster.clock.advance(60_000);
    await eventually(async () => !(await remaining()).includes('pod/leaves'));
    assert.ok((await remaining()).includes('pod/waits'));
    cluster.clock.advance(120_000);
    await eventually(async () =>
      (await events('waits')).includes('Marking for deletion Pod default/waits'),
    );
    assert.ok((await remaining()).includes('pod/stays'));
    await kubectl('taint', 'nodes', node, 'lost-');
  });

  it('gets conflicts between managers of a field, and the owners', async () => {
    const config = (replicas: number) =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'shared' },
        data: { replicas: String(replicas) },
      });
    const apply = (manager: string, replicas: number, ...more: string[]) =>
      new Promise<string>((resolve) => {
        const env = { ...process.env, KUBECONFIG: cluster.kubeconfig, HOME: cluster.folder };
        const args = ['apply', '--server-side', `--field-manager=${manager}`, '-f', '-', ...more];
        const child = execFile('kubectl', args, { env }, (_, out, err) => resolve(out + err));
        child.stdin?.end(config(replicas));
      });
    assert.match(await apply('one', 1), /serverside-applied/);
    assert.match(
      await apply('two', 2),
      /Apply failed with 1 conflict: conflict with "one".*\.data\.replicas/s,
    );
    assert.match(await apply('two', 2, '--force-conflicts'), /serverside-applied/);
    const managers = await kubectl(
      ...['get', 'configmap', 'shared', '--show-managed-fields'],
      ...['-o', 'jsonpath={range .metadata.managedFields[*]}{.manager}={.fieldsV1}{"\\n"}{end}'],
    );
    assert.match(managers, /two=.*f:replicas/);
    assert.doesNotMatch(managers, /one=.*f:replicas/);
  });
});
