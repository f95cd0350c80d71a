// docker-credential-hawser under crane, oras and helm: `npm run test:clients` builds them first.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type GoClient, goClientPath, goClients } from '../../scripts/go-clients.ts';
import { noExecutables } from '../support/executable.ts';
import { type HelperClients, startHelperClients } from '../support/helper-clients.ts';
import { shared, shell } from '../support/local.ts';

const unbuilt = goClients.filter(
  (name) => spawnSync(goClientPath(name), ['--help']).error !== undefined,
);
const skip = noExecutables || (unbuilt.length > 0 && `not built (needs Go): ${unbuilt.join(', ')}`);
const reason = /HW0553 node-identity: no credentials [^\n]*fix: /;

describe('docker-credential-hawser', { skip }, () => {
  let clients: HelperClients;

  before(async () => {
    clients = await startHelperClients();
  });
  after(() => clients?.close());

  /** Runs a client in the test's folder: oras takes no absolute paths. */
  function client(name: GoClient, args: string, environment = clients.environment) {
    return shell(`cd ${clients.local.folder} && ${goClientPath(name)} ${args}`, environment);
  }
  const fails = (name: GoClient, args: string) =>
    assert.rejects(client(name, args, clients.nobody), reason);

  it('lets crane pull and push', async () => {
    const { repository, digest } = clients;
    assert.equal((await client('crane', `digest ${repository}:v1`)).trim(), digest);
    await client('crane', `pull ${repository}:v1 image.tar`);
    await client('crane', `push image.tar ${repository}:crane`);
    await client('crane', `copy ${repository}:v1 ${repository}:copy`);
    assert.equal((await client('crane', `digest ${repository}:copy`)).trim(), digest);
    await fails('crane', `pull ${repository}:v1 image.tar`);
  });

  it('lets oras push an artifact, attach one and pull', async () => {
    const { repository, local } = clients;
    writeFileSync(join(local.folder, 'note.txt'), 'moored');
    const kind = '--artifact-type application/vnd.example.note';
    await client('oras', `push --plain-http ${kind} ${repository}:oras note.txt`);
    await client('oras', `attach --plain-http ${kind} ${repository}:v1 note.txt`);
    await client('oras', `pull --plain-http ${repository}:oras --output pulled`);
    assert.equal(await shell(`cat ${local.folder}/pulled/note.txt`, clients.environment), 'moored');
    await fails('oras', `pull --plain-http ${repository}:oras`);
  });

  it('lets helm push a chart and pull it', async () => {
    const { repository, local } = clients;
    const chart = join(local.folder, 'mooring');
    mkdirSync(chart);
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: mooring\nversion: 1.2.3\n');
    const create = `aws ecr create-repository --repository-name platform/charts/mooring`;
    await shell(create, local.environment(shared));
    const charts = `oci://${repository.replace(/[^/]+$/, 'charts')}`;
    await client('helm', `package ${chart}`);
    await client('helm', `push --plain-http mooring-1.2.3.tgz ${charts}`);
    await client('helm', `pull --plain-http ${charts}/mooring --version 1.2.3 -d pulled`);
    assert.match(await client('helm', 'show chart pulled/mooring-1.2.3.tgz'), /name: mooring/);
    await fails('helm', `pull --plain-http ${charts}/mooring --version 1.2.3`);
  });
});
