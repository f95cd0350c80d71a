// For every cause: break it, pull (fails as a kubelet would), diagnose, apply the printed fix, pull again.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr';
import { allCauses } from '../../src/causes/catalogue.ts';
import type { CauseFound } from '../../src/chain/proof.ts';
import { ecrHostName } from '../../src/names/registry-host.ts';
import { parseRepositoryKey } from '../../src/names/repository.ts';
import { diagnoseText } from '../../src/symptoms/diagnose-text.ts';
import type { Case } from '../support/cause-case.ts';
import { cases } from '../support/cause-cases.ts';
import { startDockerHub } from '../support/docker-hub.ts';
import {
  nodeRole,
  pods,
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
import type { TinyRegistry } from '../support/tiny-registry.ts';

const missing = ['aws', 'kubectl'].filter(
  (tool) => spawnSync(tool, ['--help']).error !== undefined,
);
const skip = missing.length > 0 && `${missing.join(' and ')} not installed`;

const namespace = 'default';

/** doctor-network.test.ts, doctor-push.test.ts, doctor-admission.test.ts and in-cluster-causes.test.ts have the causes of these. */
const elsewhere = new Set<string>(['dns', 'network', 'endpoint-policy', 'ci-push', 'admission']);
/** node-causes.test.ts has these. */
const ofNodes = new Set(nodeCases.map(({ cause }) => cause));

describe('every cause', { skip }, () => {
  let local: TestLocal;
  let hub: TinyRegistry;
  let node = '';
  let image = '';

  before(async () => {
    hub = await startDockerHub();
    local = await startTestLocal({ 'registry-1.docker.io': hub.endpoint });
  });
  after(async () => {
    await local.close();
    hub.close();
  });

  it('has a case here', () => {
    assert.deepEqual(
      cases.map(({ cause }) => cause),
      allCauses()
        .filter(
          ({ link, code }) => (!elsewhere.has(link) || code === 'HW2308') && !ofNodes.has(code),
        )
        .map(({ code }) => code),
    );
  });

  for (const each of cases) {
    it(`${each.cause} is broken, observed, named, fixed and gone`, async () => {
      await begin();
      await each.before?.(local);
      image = imageIn(each.repository ?? repositoryKey);
      await run();
      if (each.unpulled !== true) await until(isRunning);
      await local.admin('break', { cause: each.cause, target: target(each) });
      if (each.after !== undefined) await local.admin('clock', { advance: each.after });
      if (each.podFromFault !== true) await run();
      await until(async () =>
        (await says()).some((line) => each.says.test(line)) ? true : undefined,
      );

      const told = diagnoseText((await says()).join('\n')).causes.map(({ code }) => code);
      if (each.place !== 'any') {
        assert.equal(told.indexOf(each.cause) + 1, each.place, told.join(' '));
      }

      const proof = await local.doctor('web', each.lookedAtFrom);
      assertValid('proof', proof);
      assert.equal(proof.verdict, 'broken');
      const [found] = proof.causes;
      assert.equal(found?.code, each.cause, JSON.stringify(proof.causes, null, 1));

      await mend(each, found as CauseFound);
      if (each.podFromFix !== true) await run();
      await until(runsAfterBackOff);
      const afterwards = await local.doctor('web');
      assert.equal(
        afterwards.verdict,
        each.afterwards ?? 'holds',
        JSON.stringify(afterwards.needs),
      );
    });
  }

  async function begin(): Promise<void> {
    await local.admin('reset', {});
    const { items } = await pods().listNode();
    node = items[0]?.metadata?.name ?? '';
    const ecr = local.ecr(shared);
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    await share(local);
    await local.push('v1');
    if (node.length === 0) assert.fail('the cluster has no node');
    const imageIds = [{ imageTag: 'v1' }];
    const got = await ecr.send(new BatchGetImageCommand({ repositoryName, imageIds }));
    const imageManifest = got.images?.[0]?.imageManifest;
    await ecr.send(new PutImageCommand({ repositoryName, imageTag: 'v2', imageManifest }));
  }

  function target({ repository = repositoryKey }: Case): object {
    return { role: nodeRole, repository, tag: 'v1', node, pod: `${namespace}/web` };
  }

  async function run(): Promise<void> {
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
        spec: { containers: [{ name: 'app', image, imagePullPolicy: 'Always' }] },
      },
    });
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
    const waiting = pod.status?.containerStatuses?.[0]?.state?.waiting;
    return [
      ...items
        .filter(
          ({ involvedObject, type }) =>
            type === 'Warning' && involvedObject.uid === pod.metadata?.uid,
        )
        .map(({ reason, message }) => `${reason}: ${message}`),
      `${waiting?.reason}: ${waiting?.message}`,
    ];
  }

  async function mend({ mend: byHand, cause }: Case, { fix }: CauseFound): Promise<void> {
    if (fix.patch !== undefined) {
      await shell(fix.patch, local.environment(fix.account ?? workloads));
    } else {
      assert.ok(byHand, `${cause} has neither a command nor a hand to mend it`);
    }
    await byHand?.(local);
  }
});

/** @param repository as `account/region/name`. */
function imageIn(repository: string): string {
  const { registryId, region, name } = parseRepositoryKey(repository);
  return `${ecrHostName(registryId, region)}/${name}:v1`;
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
