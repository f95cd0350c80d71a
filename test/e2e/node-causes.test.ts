// For every cause that only the node shows: break it, pull (fails as a kubelet would), look at the node, diagnose, heal, pull.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { allCauses } from '../../src/causes/catalogue.ts';
import type { Proof } from '../../src/chain/proof.ts';
import {
  nodeRole,
  pods,
  registryHost,
  repositoryKey,
  repositoryName,
  share,
  shared,
  shell,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';
import { nodeCases } from '../support/node-cases.ts';
import { assertValid } from '../support/schemas.ts';

const missing = ['aws', 'kubectl'].filter(
  (tool) => spawnSync(tool, ['--help']).error !== undefined,
);
const skip = missing.length > 0 && `${missing.join(' and ')} not installed`;
const namespace = 'default';
const image = `${registryHost}/${repositoryName}:v1`;

describe('every cause that a node shows', { skip }, () => {
  let local: TestLocal;
  let node = '';

  before(async () => {
    local = await startTestLocal();
  });
  after(() => local.close());

  it('has a case here', () => {
    const here = new Set(nodeCases.map(({ cause }) => cause));
    const ofNodes = new Set<string>(['credential-provider', 'runtime', 'sandbox-image']);
    const wanted = allCauses().filter(({ link }) => ofNodes.has(link));
    assert.deepEqual(
      wanted.map(({ code }) => code).filter((code) => !here.has(code)),
      [],
    );
  });

  for (const each of nodeCases) {
    it(`${each.cause} is broken, observed, named, healed and gone`, async () => {
      await begin();
      await run();
      if (each.unpulled !== true) await until(isRunning);
      await local.admin('break', { cause: each.cause, target: target() });
      if (each.after !== undefined) await local.admin('clock', { advance: each.after });
      if (each.podFromFault !== true && each.silent !== true) await run(each.containers);
      await until(async () =>
        (await says()).some((line) => each.says.test(line)) ? true : undefined,
      );
      if (each.silent === true) await run();
      if (each.logs !== undefined) assert.match(local.logged(), each.logs);

      const alone = await local.doctor('web');
      assert.notEqual(alone.verdict, 'holds');
      const report = await local.nodeReport(node, await imageOfPod());
      assertValid('node', report);
      const proof =
        each.withoutReport === true ? alone : await local.doctor('web', undefined, [report]);
      assertValid('proof', proof);
      assert.equal(proof.verdict, 'broken', JSON.stringify(proof, null, 1));
      assert.equal(proof.causes[0]?.code, each.cause, told(proof));
      assert.equal(proof.causes[0]?.confidence, 1);
      assert.ok(proof.causes[0]?.fix.text.length > 20);

      if (each.byFix === true) {
        const { patch = 'false', account = workloads } = proof.causes[0]?.fix ?? {};
        await shell(patch, local.environment(account));
      } else {
        await local.admin('heal', { cause: each.cause });
      }
      await run();
      await until(runsAfterBackOff);
      const afterwards = await local.nodeReport(node, image);
      assert.equal((await local.doctor('web', undefined, [afterwards])).verdict, 'holds');
    });
  }

  async function begin(): Promise<void> {
    await local.admin('reset', {});
    const { items } = await pods().listNode();
    node = items[0]?.metadata?.name ?? '';
    await shell(
      `aws ecr create-repository --repository-name ${repositoryName}`,
      local.environment(shared),
    );
    await share(local);
    await local.push('v1');
  }

  function target(): object {
    return { role: nodeRole, repository: repositoryKey, tag: 'v1', node, pod: `${namespace}/web` };
  }

  async function run(count = 1): Promise<void> {
    await pods()
      .deleteNamespacedPod({ namespace, name: 'web', gracePeriodSeconds: 0 })
      .catch(() => undefined);
    await until(async () => {
      const { items } = await pods().listNamespacedPod({ namespace });
      return items.length === 0 ? true : undefined;
    });
    await pods().createNamespacedPod({
      namespace,
      body: {
        metadata: { name: 'web' },
        spec: {
          nodeName: node,
          containers: Array.from({ length: count }, (_, at) => ({
            name: `app-${at}`,
            image,
            imagePullPolicy: 'Always',
          })),
        },
      },
    });
  }

  async function imageOfPod(): Promise<string> {
    const pod = await pods().readNamespacedPod({ namespace, name: 'web' });
    return pod.spec?.containers[0]?.image ?? '';
  }

  async function isRunning(): Promise<true | undefined> {
    const pod = await pods().readNamespacedPod({ namespace, name: 'web' });
    return pod.status?.containerStatuses?.[0]?.state?.running === undefined ? undefined : true;
  }

  /** The kubelet may be waiting to try again, for up to five minutes of the movable clock. */
  async function runsAfterBackOff(): Promise<true | undefined> {
    await local.admin('clock', { advance: '6m' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    return isRunning();
  }

  async function says(): Promise<string[]> {
    const pod = await pods().readNamespacedPod({ namespace, name: 'web' });
    const { items } = await pods().listNamespacedEvent({ namespace });
    return items
      .filter(
        ({ involvedObject, type }) =>
          type === 'Warning' && involvedObject.uid === pod.metadata?.uid,
      )
      .map(({ reason, message }) => `${reason}: ${message}`);
  }
});

function told({ causes, links }: Proof): string {
  return JSON.stringify(
    [causes.map(({ code, deciding }) => [code, deciding.text]), links],
    null,
    1,
  );
}

async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  const end = Date.now() + 15_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) assert.fail(`waited in vain for ${look.toString().slice(0, 200)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
