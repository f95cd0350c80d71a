// For every cause: break it, pull (fails as a kubelet would), diagnose, apply the printed fix, pull again.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { allCauses } from '../../src/causes/catalogue.ts';
import type { CauseFound } from '../../src/chain/proof.ts';
import { diagnoseText } from '../../src/symptoms/diagnose-text.ts';
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
import { assertValid } from '../support/schemas.ts';

const missing = ['aws', 'kubectl'].filter(
  (tool) => spawnSync(tool, ['--help']).error !== undefined,
);
const skip = missing.length > 0 && `${missing.join(' and ')} not installed`;

const namespace = 'default';
const image = `${registryHost}/${repositoryName}:v1`;

interface Case {
  readonly cause: string;
  /** What the kubelet says, in an event of the pod. */
  readonly says: RegExp;
  /** Events alone fit several causes: at which place of those this one is named. */
  readonly place: number;
  /** The kubelet keeps a registry token for six hours: only then does a lost one show. */
  readonly after?: string;
  /** The pod that fails is the one that the fault put there. */
  readonly podFromFault?: boolean;
  /** The pod that works is the one that the fix left there. */
  readonly podFromFix?: boolean;
  /** The fix lets the node pull, and goes on keeping out whoever looks: `holds` is more than it can see. */
  readonly afterwards?: 'unseen';
  /** The image must not be on the node beforehand. */
  readonly unpulled?: boolean;
  /** What the fix says in words and no command can do. */
  mend?(local: TestLocal): Promise<void>;
}

const denied = /403 Forbidden/;
const nowhere = /dial tcp: lookup \S+: no such host/;
const anonymous = /no basic auth credentials/;
const pushAgain = async (local: TestLocal): Promise<void> => void (await local.push('v1'));

/** What the fix asks of people who have the key's material, or all images. */
const healed = (cause: string) => (local: TestLocal) =>
  local.admin('heal', { cause }).then(() => undefined);

const cases: readonly Case[] = [
  {
    cause: 'HW0101',
    place: 1,
    says: /InvalidImageName|couldn't parse image/,
    podFromFault: true,
    podFromFix: true,
  },
  { cause: 'HW0105', place: 2, says: nowhere, podFromFault: true, podFromFix: true },
  { cause: 'HW0106', place: 1, says: nowhere, podFromFault: true, mend: async () => undefined },
  { cause: 'HW0107', place: 1, says: nowhere, podFromFault: true, podFromFix: true },
  { cause: 'HW0109', place: 1, says: anonymous, podFromFault: true, podFromFix: true },
  {
    cause: 'HW0201',
    place: 1,
    says: /ErrImageNeverPull|is not present with pull policy of Never/,
    podFromFault: true,
    podFromFix: true,
    unpulled: true,
  },
  { cause: 'HW0202', place: 1, says: anonymous, podFromFault: true, podFromFix: true },
  { cause: 'HW0203', place: 3, says: denied, podFromFault: true, podFromFix: true },
  { cause: 'HW0204', place: 5, says: anonymous, podFromFault: true, podFromFix: true },
  { cause: 'HW0205', place: 21, says: anonymous, podFromFault: true, podFromFix: true },
  { cause: 'HW0402', place: 2, says: anonymous, mend: replaceNode },
  { cause: 'HW0601', place: 4, says: anonymous, after: '7h' },
  { cause: 'HW0602', place: 12, says: anonymous, after: '7h' },
  { cause: 'HW0604', place: 13, says: anonymous, after: '7h' },
  { cause: 'HW0701', place: 3, says: anonymous, after: '7h' },
  { cause: 'HW0702', place: 8, says: anonymous, after: '7h' },
  { cause: 'HW0703', place: 2, says: denied },
  { cause: 'HW0704', place: 1, says: denied, unpulled: true },
  { cause: 'HW0708', place: 7, says: denied },
  { cause: 'HW0709', place: 10, says: denied },
  { cause: 'HW0710', place: 11, says: denied },
  { cause: 'HW0711', place: 12, says: denied },
  { cause: 'HW1201', place: 24, says: denied, mend: recreate },
  { cause: 'HW1301', place: 1, says: denied },
  { cause: 'HW1303', place: 4, says: denied },
  { cause: 'HW1304', place: 1, says: denied, unpulled: true },
  { cause: 'HW1306', place: 17, says: denied, afterwards: 'unseen' },
  { cause: 'HW1404', place: 18, says: /not found/, mend: pushAgain },
  { cause: 'HW1501', place: 1, says: /not found/, podFromFix: true },
  { cause: 'HW1504', place: 6, says: /not found/ },
  { cause: 'HW1505', place: 8, says: /not found/, mend: async () => undefined },
  { cause: 'HW1601', place: 1, says: /no match for platform/, unpulled: true, mend: pushAgain },
  { cause: 'HW1701', place: 0, says: denied },
  { cause: 'HW1702', place: 0, says: denied },
  { cause: 'HW1703', place: 0, says: denied, mend: healed('HW1703') },
  { cause: 'HW1704', place: 0, says: denied, mend: healed('HW1704') },
  { cause: 'HW1705', place: 0, says: denied },
  { cause: 'HW1806', place: 1, says: /404|not found/, unpulled: true, mend: pushAgain },
];

/** A node whose kubelet is started with the flags takes the place of the one that was not. */
async function replaceNode(local: TestLocal): Promise<void> {
  const { items } = await pods().listNode();
  for (const { metadata } of items) {
    await shell(`kubectl cordon ${metadata?.name}`, local.environment(workloads));
  }
  await local.admin('nodes', { name: 'with-flags' });
}

/** The repository is there again, empty and without policy: share it and push, as the fix says. */
async function recreate(local: TestLocal): Promise<void> {
  await share(local);
  await local.push('v1');
}

describe('every cause', { skip }, () => {
  let local: TestLocal;
  let node = '';

  before(async () => {
    local = await startTestLocal();
  });
  after(() => local.close());

  it('has a case here', () => {
    assert.deepEqual(
      cases.map(({ cause }) => cause),
      allCauses().map(({ code }) => code),
    );
  });

  for (const each of cases) {
    it(`${each.cause} is broken, seen, named, mended and gone`, async () => {
      await begin();
      await run();
      if (each.unpulled !== true) await until(isRunning);
      await local.admin('break', { cause: each.cause, target: target() });
      if (each.after !== undefined) await local.admin('clock', { advance: each.after });
      if (each.podFromFault !== true) await run();
      await until(async () =>
        (await says()).some((line) => each.says.test(line)) ? true : undefined,
      );

      const told = diagnoseText((await says()).join('\n')).causes.map(({ code }) => code);
      assert.equal(told.indexOf(each.cause) + 1, each.place, told.join(' '));

      const proof = await local.doctor('web');
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
    await shell(
      `aws ecr create-repository --repository-name ${repositoryName}`,
      local.environment(shared),
    );
    await share(local);
    await local.push('v1');
    if (node.length === 0) assert.fail('the cluster has no node');
    await shell(
      `aws ecr put-image --repository-name ${repositoryName} --image-tag v2 --image-manifest "$(aws ecr batch-get-image --repository-name ${repositoryName} --image-ids imageTag=v1 --query 'images[0].imageManifest' --output text)"`,
      local.environment(shared),
    );
  }

  function target(): object {
    return { role: nodeRole, repository: repositoryKey, tag: 'v1', node, pod: `${namespace}/web` };
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

async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  const end = Date.now() + 15_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) assert.fail(`waited in vain for ${look.toString().slice(0, 200)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
