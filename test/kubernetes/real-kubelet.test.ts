// What a real kubelet, containerd and API server make of each fault, and what Hawser says of it: the doctor looks at
// the real cluster, the emulated node says what the real one says, and the words alone lead to the cause.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Proof } from '../../src/chain/proof.ts';
import {
  type BothClusters,
  type ClusterName,
  nodeRole,
  region,
  registryHost,
  repository,
  run,
  runHawser,
  shared,
  startBothClusters,
} from './both-clusters.ts';
import { type Case, cases, type PodAsks } from './cases.ts';
import { linesOf, type Said, saidOf } from './events.ts';
import { until } from './processes.ts';

const image = `${registryHost}/${repository}:v1`;

describe('a real node', () => {
  let clusters: BothClusters;
  let pods = 0;

  before(async () => {
    clusters = await startBothClusters();
  });
  after(() => clusters?.stop());

  it('pulls with the role of its machine, through the credential provider', async () => {
    await clusters.begin();
    const { real, emulated } = await inBoth({ name: 'works', cause: '', place: 0 }, isPulled);
    assert.deepEqual(linesOf(emulated.said), linesOf(real.said));
    const proof = diagnose(real.pod);
    assert.deepEqual(proof.causes, []);
    assert.notEqual(proof.verdict, 'broken');
  });

  for (const each of cases) {
    it(`fails where ${each.name}: ${each.cause}`, async (test) => {
      await clusters.begin();
      const { real, emulated } = await inBoth(
        each,
        each.crashes === true ? isStartedAgain : backsOff,
      );
      for (const line of linesOf(real.said)) test.diagnostic(line);
      const proof = diagnose(real.pod);
      assert.equal(proof.verdict, 'broken', JSON.stringify(proof, null, 1));
      assert.equal(proof.causes[0]?.code, each.cause, JSON.stringify(proof.causes, null, 1));
      assert.deepEqual(linesOf(emulated.said), linesOf(real.said));
      const place = placeInText(each.cause, await describePod(real.pod));
      assert.ok(place <= each.place && place >= Math.min(1, each.place), `at place ${place}`);
    });
  }

  /** Makes a fault, runs a pod in each cluster, and waits until both have said what is waited for. */
  async function inBoth(each: Case, enough: (said: readonly Said[]) => boolean) {
    // A pod of an earlier case would pull again, and use up what the kubelet allows itself in pulls a second.
    for (const cluster of ['real', 'emulated'] as const) {
      const args = ['delete', 'pods', '--all', '--force', '--grace-period=0'];
      await run('kubectl', args, clusters.environment(cluster));
    }
    const withProvider = each.withoutProvider !== true;
    const emulatedNode = await clusters.addEmulatedNode();
    if (!withProvider) await inject('HW0402', emulatedNode);
    if (each.injected === true) await inject(each.cause, emulatedNode);
    await clusters.worker.renew({ withProvider });
    const name = `pod-${++pods}`;
    const look = async (cluster: ClusterName, node: string) => {
      await createPod(cluster, name, node, each);
      const said = await until(`the ${cluster} kubelet says enough of ${name}`, async () => {
        const so = await saidOf(clusters, cluster, name);
        if (!enough(so)) throw new Error(`it says:\n${linesOf(so).join('\n')}`);
        return so;
      });
      return { pod: name, said };
    };
    const [real, emulated] = [await look('real', 'real'), await look('emulated', emulatedNode)];
    return { real, emulated };
  }

  function inject(cause: string, node: string): Promise<unknown> {
    const key = `${shared}/${region}/${repository}`;
    const target = { role: nodeRole, repository: key, tag: 'v1', node, pod: 'default/none' };
    return clusters.admin('break', { cause, target });
  }

  async function createPod(cluster: ClusterName, name: string, nodeName: string, each: Case) {
    const { imagePullSecrets, ...container }: PodAsks = each.pod ?? {};
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: {
        nodeName,
        restartPolicy: each.crashes === true ? 'Always' : 'Never',
        containers: [{ name: 'app', image, imagePullPolicy: 'Always', ...container }],
        ...(imagePullSecrets === undefined ? {} : { imagePullSecrets }),
      },
    };
    const env = clusters.environment(cluster);
    await run('kubectl', ['create', '-f', '-'], env, JSON.stringify(pod));
  }

  function diagnose(pod: string): Proof {
    const env = clusters.environment('real');
    const { stdout, stderr } = runHawser(['doctor', pod, '-o', 'json'], env);
    assert.notEqual(stdout, '', stderr);
    return JSON.parse(stdout) as Proof;
  }

  function describePod(pod: string): Promise<string> {
    return run('kubectl', ['describe', 'pod', pod], clusters.environment('real'));
  }

  function placeInText(cause: string, text: string): number {
    const env = clusters.environment('real');
    const { stdout, stderr } = runHawser(['doctor', '--text', '-', '-o', 'json'], env, text);
    assert.notEqual(stdout, '', stderr);
    const { causes } = JSON.parse(stdout) as { readonly causes: readonly { code: string }[] };
    return causes.findIndex(({ code }) => code === cause) + 1;
  }
});

function isPulled(said: readonly Said[]): boolean {
  return said.some(({ reason }) => reason === 'Started');
}

function isStartedAgain(said: readonly Said[]): boolean {
  return said.some(({ message }) => message.startsWith('Back-off restarting'));
}

/** The kubelet has said why, and that it will try again later; what no pull can mend it does not try again. */
function backsOff(said: readonly Said[]): boolean {
  const lines = said.map(({ reason, message }) => `${reason}: ${message}`).join('\n');
  return /InvalidImageName|ErrImageNeverPull/.test(lines)
    ? said.length >= 2
    : lines.includes('BackOff: ') && lines.includes('Error: ImagePullBackOff');
}
