import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nodeJob } from './node-job.ts';

interface Job {
  readonly kind: string;
  readonly spec: { readonly template: { readonly spec: Readonly<Record<string, unknown>> } };
}

function podOf(wanted: Partial<Parameters<typeof nodeJob>[0]> = {}) {
  const [job] = nodeJob({ image: 'hawser:1', namespace: 'ops', ...wanted }) as readonly Job[];
  assert.equal(job?.kind, 'Job');
  return job.spec.template.spec;
}

describe('the Job that looks at a node', () => {
  it('is on the network of the node, and has no token of the cluster', () => {
    const { hostNetwork, dnsPolicy, automountServiceAccountToken } = podOf();
    assert.deepEqual(
      [hostNetwork, dnsPolicy, automountServiceAccountToken],
      [true, 'Default', false],
    );
  });

  it('mounts the node’s file system for reading, and may write nowhere', () => {
    const [container] = podOf().containers as readonly Record<string, unknown>[];
    assert.deepEqual(container?.volumeMounts, [
      { name: 'host', mountPath: '/host', readOnly: true },
    ]);
    assert.deepEqual(container?.securityContext, {
      runAsUser: 0,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH', 'SYS_PTRACE'] },
    });
  });

  it('runs on the node that is named, tries the hosts of the image, and tells the node’s name', () => {
    const pod = podOf({ nodeName: 'node-a', pulled: 'app' });
    const [container] = pod.containers as readonly { readonly args: readonly string[] }[];
    assert.equal(pod.nodeName, 'node-a');
    assert.deepEqual(container?.args, [
      ...['collect', '--node', '--root=/host', '--node-name=$(NODE_NAME)', '--image=app'],
    ]);
    assert.equal('nodeName' in podOf(), false);
  });
});
