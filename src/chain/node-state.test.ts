// What the cluster's API shows of a node decides about its pulls, and nothing is said of a node that is well.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { known, unseen } from './fact.ts';
import type { Proof } from './proof.ts';
import { prove } from './prove.ts';
import { pull, world } from './testing/one-account.ts';
import type { NodeCondition, NodeFacts, PodFacts } from './world.ts';

function proofWith(node: Partial<NodeFacts>, pod: Partial<PodFacts> = {}): Proof {
  const before = world();
  const [name = '', seen] = Object.entries(before.nodes)[0] ?? [];
  const [key = '', seenPod] = Object.entries(before.pods)[0] ?? [];
  assert.ok(seen?.state === 'known' && seenPod?.state === 'known');
  return prove(pull, {
    ...before,
    nodes: { [name]: known({ ...seen.value, ...node }) },
    pods: { [key]: known({ ...seenPod.value, ...pod }) },
  });
}

const ready = (status: string, message: string): NodeCondition => ({
  type: 'Ready',
  status,
  reason: status === 'Unknown' ? 'NodeStatusUnknown' : 'KubeletNotReady',
  message,
});
const waits = (reason: string, message: string, events: readonly string[] = []) => {
  const [key = ''] = Object.keys(world().pods);
  const seen = world().pods[key];
  assert.ok(seen?.state === 'known');
  const containers = seen.value.containers.map((one) => ({ ...one, waiting: { reason, message } }));
  return { containers, events };
};
const codes = ({ causes }: Proof) => causes.map(({ code, confidence }) => [code, confidence]);
const pause = (region: string) =>
  `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "602401143452.dkr.ecr.${region}.amazonaws.com/eks/pause:3.10": failed to pull image`;

describe('a node, as the cluster tells of it', () => {
  it('is no cause where it is well, or lacks only its network', () => {
    assert.equal(proofWith({}).verdict, 'holds');
    const message =
      'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
    assert.equal(proofWith({ conditions: [ready('False', message)] }).verdict, 'holds');
    const tight = { type: 'MemoryPressure', status: 'True', reason: 'x', message: 'y' };
    assert.equal(proofWith({ conditions: [tight] }).verdict, 'holds');
  });

  it('pulls nothing while its kubelet is silent: HW0401', () => {
    const proof = proofWith({
      conditions: [ready('Unknown', 'Kubelet stopped posting node status.')],
    });
    assert.deepEqual([proof.verdict, codes(proof)], ['broken', [['HW0401', 1]]]);
    assert.match(proof.causes[0]?.deciding.text ?? '', /NodeStatusUnknown: Kubelet stopped/);
  });

  it('pulls nothing while its runtime is down: HW1902, and not HW0401', () => {
    const down = '[container runtime is down, PLEG is not healthy: pleg has yet to be successful]';
    assert.deepEqual(codes(proofWith({ conditions: [ready('False', down)] })), [['HW1902', 1]]);
    const said =
      'Failed to inspect image "x": rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: no such file or directory"';
    assert.deepEqual(codes(proofWith({}, waits('ImageInspectError', said)))[0], ['HW1902', 1]);
  });

  it('admits nothing on a full disk: HW0411', () => {
    const full = {
      type: 'DiskPressure',
      status: 'True',
      reason: 'KubeletHasDiskPressure',
      message: 'kubelet has disk pressure',
    };
    assert.deepEqual(codes(proofWith({ conditions: [full] })), [['HW0411', 1]]);
  });

  it('has no room: HW1901, where it is seen how much is left', () => {
    const said = 'failed to copy: write /var/lib/containerd/x/data: no space left on device';
    const left = known({ capacityBytes: 1000, availableBytes: 7 });
    const proof = proofWith({ imageDisk: left }, waits('ErrImagePull', said));
    assert.deepEqual(codes(proof)[0], ['HW1901', 1]);
    assert.match(proof.causes[0]?.deciding.text ?? '', /7 of 1000 bytes are left/);
    const hidden = proofWith({ imageDisk: unseen('x', 'y') }, waits('ErrImagePull', said));
    assert.equal(hidden.causes[0]?.code, 'HW1901');
    assert.ok((hidden.causes[0]?.confidence ?? 1) < 1, 'a text alone proves nothing');
  });

  it('refuses more pulls than it may start: HW0408, with the limits where they are seen', () => {
    const settings = known({ registryPullQPS: '5', registryBurst: '10' });
    const proof = proofWith({ settings }, waits('ErrImagePull', 'pull QPS exceeded'));
    assert.deepEqual(codes(proof)[0], ['HW0408', 1]);
    assert.match(proof.causes[0]?.deciding.text ?? '', /registryPullQPS 5, registryBurst 10/);
  });

  it('lacks its sandbox image: HW2001, of another Region HW2002', () => {
    const at = (region: string) => proofWith({}, waits('ContainerCreating', '', [pause(region)]));
    assert.equal(codes(at('us-east-1'))[0]?.[0], 'HW2001');
    assert.equal(codes(at('us-west-2'))[0]?.[0], 'HW2002');
  });

  it('tells nothing of events that are over: the container runs', () => {
    const [key = ''] = Object.keys(world().pods);
    const seen = world().pods[key];
    assert.ok(seen?.state === 'known');
    const containers = seen.value.containers.map((one) => ({ ...one, running: true as const }));
    const proof = proofWith({}, { containers, events: [pause('us-east-1'), 'pull QPS exceeded'] });
    assert.equal(proof.verdict, 'holds');
  });
});
