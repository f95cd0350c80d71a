import type { Running } from '../local/up.ts';
import { log } from '../log/log.ts';
import type { Spec } from '../spec/types.ts';

/**
 * Makes a local AWS what a spec says, as apply does it anywhere, and starts a node for each role of nodes: what pulls there
 * pulls as that role.
 * @throws as apply
 */
export async function seedLocal({ local, cluster }: Running, spec: Spec): Promise<void> {
  const { counting } = await import('../plan/counting.ts');
  const { openSpec } = await import('../plan/plan.ts');
  const { apply } = await import('../plan/apply/apply.ts');
  const calls = counting();
  const environment = {
    AWS_ENDPOINT_URL: local.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  try {
    const opened = await openSpec(spec, { profiles: [], environment, calls });
    const { plan } = await apply(opened, {
      deleteImages: false,
      // Nobody else works on a local AWS that is only starting.
      lock: {
        holder: { host: 'local up', pid: process.pid, since: new Date().toISOString() },
        hasEnded: () => true,
        breakLock: true,
      },
      confirm: async () => true,
      progress: () => undefined,
    });
    log(`spec ${spec.name}: ${plan.changes.length} changes made`);
  } finally {
    calls.close();
  }
  const there = new Set(cluster.nodes().map((node) => (node as { name?: string }).name));
  for (const { kind, name, account } of spec.roles) {
    if (kind !== 'node' || there.has(name)) continue;
    await cluster.addNode({ name, account: account.id, region: account.region, role: name });
  }
}
