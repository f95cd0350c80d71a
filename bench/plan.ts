// How long a plan of many accounts takes against a local AWS, and that reading and compiling a spec is linear.

import { compileSpec } from '../src/spec/graph/graph.ts';
import { readSpec } from '../src/spec/read/read-spec.ts';
import { startLocalEcr } from '../test/support/local-ecr.ts';
import { SpecRun } from '../test/support/spec-run.ts';

/** A spec of so many repositories in the first account, and roles of nodes over all accounts, each of which pulls a tenth. */
function specOf(accounts: number, repositories: number, roles: number): string {
  const lines = ['name: bench', 'accounts:'];
  for (let index = 0; index < accounts; index++) {
    lines.push(`  - { name: a${index}, id: "${111111111111 + index}", region: us-east-1 }`);
  }
  lines.push('repositories:');
  for (let index = 0; index < repositories; index++) {
    lines.push(`  - { name: team-${index % 10}/app-${index}, account: a${index % accounts} }`);
  }
  lines.push('roles:');
  for (let index = 0; index < roles; index++) {
    lines.push(`  - { name: node-${index}, account: a${index % accounts}, kind: node }`);
  }
  lines.push('grants:');
  for (let index = 0; index < roles; index++) {
    lines.push(
      `  - { pull: [team-${index % 10}/*], by: [{ role: a${index % accounts}/node-${index} }] }`,
    );
  }
  return `${lines.join('\n')}\n`;
}

async function timed<Value>(what: string, work: () => Promise<Value> | Value): Promise<Value> {
  const start = performance.now();
  const value = await work();
  console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(2)} s`);
  return value;
}

for (const repositories of [500, 1_000, 2_000]) {
  const text = specOf(10, repositories, 30);
  const { resources } = await timed(`read and compile ${repositories} repositories`, () =>
    compileSpec(readSpec([{ name: 'hawser.yaml', text }])),
  );
  console.log(`  ${resources.length} resources`);
}
const local = await startLocalEcr();
try {
  const run = new SpecRun(local.endpoint, specOf(10, 200, 30));
  const first = await timed('plan 200 repositories, 30 roles, 10 accounts (nothing there)', () =>
    run.plan(),
  );
  console.log(
    `  ${first.changes.length} changes, ${first.pulls.length} pulls, ${first.calls} requests`,
  );
  await timed('apply', () => run.apply());
  const second = await timed('plan (everything there)', () => run.plan());
  console.log(
    `  ${second.changes.length} changes, ${second.pulls.length} pulls, ${second.calls} requests`,
  );
} finally {
  await local.close();
}
