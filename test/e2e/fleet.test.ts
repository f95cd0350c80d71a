// `hawser doctor --all` over a cluster in which several things are broken, live and from a bundle.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { FleetAnswer, PullAnswer } from '../../src/chain/fleet/answer.ts';
import { ecrHostName } from '../../src/names/registry-host.ts';
import { deployment, type Ran, runHawser } from '../support/fleet-cluster.ts';
import {
  pods,
  region,
  registryHost,
  repositoryName,
  shared,
  shell,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';
import { assertSarif } from '../support/sarif.ts';
import { assertValid } from '../support/schemas.ts';

const skip =
  ['aws', 'kubectl'].some((client) => spawnSync(client, ['--help']).error !== undefined) &&
  'aws or kubectl not installed';
const own = ecrHostName(workloads, region);
const good = `${own}/app:v1`;

describe('hawser doctor --all', { skip }, () => {
  let local: TestLocal;
  let bundle = '';
  before(async () => {
    local = await startTestLocal();
    bundle = join(local.folder, 'fleet.json');
    for (const [account, repository] of [
      [workloads, 'app'],
      [workloads, 'old'],
      [shared, repositoryName],
    ] as const) {
      await shell(
        `aws ecr create-repository --repository-name ${repository}`,
        local.environment(account),
      );
      await local.push('v1', account, repository);
    }
    const items = [
      ...['shop', 'blog'].map((name) => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name },
      })),
      deployment('shop', 'web', good, 3, { initContainers: [{ name: 'init', image: good }] }),
      deployment('shop', 'gone', `${own}/app:v9`, 3),
      deployment('blog', 'gone', `${own}/app:v9`, 2),
      deployment('blog', 'foreign', `${registryHost}/${repositoryName}:v1`, 2),
      deployment('blog', 'old', `${own}/old:v1`, 2),
    ];
    await apply(items);
    await until(async () => {
      const { items: all } = await pods().listPodForAllNamespaces();
      const states = all.flatMap(({ status }) => status?.containerStatuses?.[0]?.state ?? []);
      const running = states.filter((state) => state.running !== undefined);
      const waiting = states.filter((state) => state.waiting?.message !== undefined);
      // A pull that the kubelet put off, since it had too many at once, is tried again.
      return running.length === 5 && waiting.length === 7;
    });
    // What runs must not be pulled any more.
    await shell(
      `aws ecr batch-delete-image --repository-name old --image-ids imageTag=v1`,
      local.environment(workloads),
    );
  });
  after(() => local?.close());

  async function apply(items: readonly object[]): Promise<void> {
    const file = join(local.folder, 'objects.json');
    await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    await shell(`kubectl apply -f ${file}`, local.environment(workloads));
  }

  async function until(holds: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail('the pods did not come as far as that');
  }

  const hawser = (...args: readonly string[]): Promise<Ran> =>
    runHawser(args, local.environment(workloads));

  async function asked(
    ...args: readonly string[]
  ): Promise<FleetAnswer & { status: number | null }> {
    const { status, stdout, stderr } = await hawser('doctor', '--all', '-o', 'json', ...args);
    assert.equal(stderr, '');
    return { ...(JSON.parse(stdout) as FleetAnswer), status };
  }

  const named = ({ namespace, workload, container }: PullAnswer): string =>
    `${namespace}/${workload}/${container}`;

  it('groups all pulls by cause, the largest group first, and separates pulls that fail now from those that will', async () => {
    const { status, verdict, pulls, groups } = await asked();
    assert.deepEqual([status, verdict], [2, 'broken']);
    assert.equal(pulls.length, 15);
    assert.deepEqual(
      groups.map(({ code, pulls: count, workloads: makers, now, restart }) => ({
        code,
        count,
        makers,
        now,
        restart,
      })),
      [
        { code: 'HW1501', count: 5, makers: 2, now: 5, restart: 0 },
        { code: 'HW1301', count: 2, makers: 1, now: 2, restart: 0 },
        // The trail tells that this image was there, and who deleted it.
        { code: 'HW1503', count: 2, makers: 1, now: 0, restart: 2 },
      ],
    );
    const broken = pulls.filter((pull) => pull.verdict === 'broken');
    assert.deepEqual(
      [...new Set(broken.map((pull) => `${named(pull)} ${pull.causes} ${pull.fails}`))].sort(),
      [
        'blog/deployment/foreign/app HW1301 now',
        'blog/deployment/gone/app HW1501 now',
        'blog/deployment/old/app HW1503 restart',
        'shop/deployment/gone/app HW1501 now',
      ],
    );
    assert.ok(
      pulls.some((pull) => named(pull) === 'shop/deployment/web/init' && pull.verdict === 'holds'),
    );
    for (const { repairs, fix } of groups) assert.ok(fix.text !== '' && repairs.length > 0);
  });

  it('gives the same answer for a bundle, byte for byte, and for a single pod of it', async () => {
    const live = await hawser('doctor', '--all', '-o', 'json');
    const { status, stderr } = await hawser('collect', '--all', '-o', bundle);
    assert.deepEqual([status, /holds 12 pods/.test(stderr)], [0, true]);
    const packed = await hawser('doctor', '--all', '--bundle', bundle, '-o', 'json');
    assert.equal(packed.stdout, live.stdout);
    assert.equal(packed.status, live.status);
    const [pod] = (JSON.parse(packed.stdout) as FleetAnswer).pulls;
    const single = ['doctor', pod?.pod ?? '', '-n', pod?.namespace ?? '', '-o', 'json'];
    assert.equal(
      (await hawser(...single, '--bundle', bundle)).stdout,
      (await hawser(...single)).stdout,
    );
  });

  it('is valid by the published schemas', async () => {
    const { stdout } = await hawser('doctor', '--all', '--bundle', bundle, '-o', 'json');
    assertValid('fleet', JSON.parse(stdout));
    assertValid('bundle', JSON.parse(await readFile(bundle, 'utf8')));
    assertSarif((await hawser('doctor', '--all', '--bundle', bundle, '-o', 'sarif')).stdout);
  });

  it('selects a namespace, labels, or workloads, in the cluster as in a bundle', async () => {
    for (const from of [[], ['--bundle', bundle]]) {
      const whole = async (...args: readonly string[]) => [
        ...new Set((await asked(...from, ...args)).pulls.map(named)),
      ];
      assert.deepEqual(await whole('-n', 'blog', '-l', 'app in (gone,old)'), [
        'blog/deployment/gone/app',
        'blog/deployment/old/app',
      ]);
      assert.deepEqual(await whole('deploy/web', '-n', 'shop'), [
        'shop/deployment/web/init',
        'shop/deployment/web/app',
      ]);
      assert.deepEqual(await whole('-l', 'team=shop,app!=gone'), [
        'shop/deployment/web/init',
        'shop/deployment/web/app',
      ]);
    }
  });

  it('reports clearly what does not exist', async () => {
    const refused = async (...args: readonly string[]) => {
      const { status, stdout } = await hawser('doctor', '--all', '-o', 'json', ...args);
      const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
      return [status, error.code, error.message];
    };
    assert.deepEqual(await refused('-n', 'nowhere'), [
      1,
      'NO_SUCH_NAMESPACE',
      'there is no namespace nowhere',
    ]);
    assert.deepEqual(await refused('-n', 'default'), [
      1,
      'NO_PODS',
      'there are no pods in namespace default',
    ]);
    assert.deepEqual(await refused('-l', 'app=none'), [
      1,
      'NO_PODS',
      'there are no pods in the cluster with labels app=none',
    ]);
    assert.deepEqual((await refused('deploy/none', '-n', 'shop')).slice(0, 2), [
      1,
      'NO_SUCH_WORKLOAD',
    ]);
    assert.deepEqual((await refused('-l', 'a b c')).slice(0, 2), [1, 'USAGE']);
    assert.deepEqual((await refused('--as', 'arn:aws:iam::111122223333:role/x')).slice(0, 2), [
      1,
      'USAGE',
    ]);
  });

  it('reports which images a lifecycle rule will remove', async () => {
    const policy = {
      rules: [
        {
          rulePriority: 7,
          selection: {
            tagStatus: 'any',
            countType: 'sinceImagePushed',
            countUnit: 'days',
            countNumber: 3,
          },
          action: { type: 'expire' },
        },
      ],
    };
    await shell(
      `aws ecr put-lifecycle-policy --repository-name app --lifecycle-policy-text '${JSON.stringify(policy)}'`,
      local.environment(workloads),
    );
    const { pulls } = await asked('deploy/web', '-n', 'shop');
    const [first] = pulls;
    assert.equal(first?.expires?.rulePriority, 7);
    const ahead = Date.parse(first?.expires?.at ?? '') - Date.now();
    assert.ok(ahead > 2 * 86_400_000 && ahead <= 3 * 86_400_000, String(ahead));
    const { stdout } = await hawser('doctor', '--all', 'deploy/web', '-n', 'shop');
    assert.match(stdout, /app:v1 \(6 pulls\): rule 7 of the lifecycle policy expires it from /);
  });

  it('prints a fix that repairs every pull of a group', async () => {
    const { groups } = await asked('-n', 'blog', 'deploy/foreign');
    const [group] = groups;
    assert.equal(group?.code, 'HW1301');
    await shell(group?.fix.patch ?? 'false', local.environment(group?.fix.account ?? ''));
    // The pods wait for their next try; what was proven of them is gone.
    const { groups: after } = await asked('-n', 'blog', 'deploy/foreign');
    assert.ok(after.every(({ code, confidence }) => code !== 'HW1301' && confidence < 1));
  });
});
