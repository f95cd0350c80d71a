// docker-credential-hawser under the real clients that Debian has: each pulls and pushes without a login.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { type Dockerd, dockerdMissing, startDockerd } from '../support/dockerd.ts';
import { noExecutables } from '../support/executable.ts';
import { type HelperClients, startHelperClients } from '../support/helper-clients.ts';
import { shell } from '../support/local.ts';

const missing = ['skopeo', 'podman', 'buildah', 'aws'].filter(
  (client) => spawnSync(client, ['--version']).error !== undefined,
);
const skip = noExecutables || (missing.length > 0 && `not installed: ${missing.join(', ')}`);
/** Said by the helper, and by the client to its user. */
const reason = /HW0553 node-identity: no credentials [^\n]*fix: /;

describe('docker-credential-hawser', { skip }, () => {
  let clients: HelperClients;

  before(async () => {
    clients = await startHelperClients();
  });
  after(() => clients?.close());

  const run = (line: string) => shell(line, clients.environment);
  const fails = (line: string) => assert.rejects(shell(line, clients.nobody), reason);
  const pushed = (tag: string) => run(`skopeo inspect --tls-verify=false ${image(tag)}`);
  const image = (tag: string) => `docker://${clients.repository}:${tag}`;

  it('is a helper by its name, whatever the operation', async () => {
    assert.match(await run('docker-credential-hawser --version'), /^docker-credential-hawser /);
    await assert.rejects(run('docker-credential-hawser fetch'), /Usage: docker-credential-hawser /);
  });

  it('lets skopeo inspect, copy in and copy out', async () => {
    assert.match(await pushed('v1'), new RegExp(clients.digest));
    const copy = 'skopeo copy -q --all --src-tls-verify=false --dest-tls-verify=false';
    await run(`${copy} ${image('v1')} dir:${clients.local.folder}/copy`);
    await run(`${copy} dir:${clients.local.folder}/copy ${image('skopeo')}`);
    assert.match(await pushed('skopeo'), new RegExp(clients.digest));
    await fails(`skopeo inspect --tls-verify=false ${image('v1')}`);
  });

  for (const client of ['podman', 'buildah']) {
    it(`lets ${client} pull and push`, async () => {
      const { folder } = clients.local;
      const store = `--root ${folder}/${client} --runroot ${folder}/${client}-run`;
      const program = `${client} ${store} --storage-driver vfs`;
      const tag = `${clients.repository}:${client}`;
      const pull = `${program} pull -q --tls-verify=false ${clients.repository}:v1`;
      assert.match(await run(pull), /^[0-9a-f]{64}$/m);
      await run(`${program} tag ${clients.repository}:v1 ${tag}`);
      const push = `${program} push -q --tls-verify=false ${tag}`;
      await run(push);
      await pushed(client);
      await fails(push);
    });
  }

  describe('under docker', { skip: dockerdMissing }, () => {
    let dockerd: Dockerd;
    before(async () => {
      dockerd = await startDockerd();
    });
    after(() => dockerd?.stop());

    it('works for pull and push, and shows the reason of a failure, which docker itself drops', async () => {
      const docker = `docker --host ${dockerd.address}`;
      const pull = `${docker} pull -q ${clients.repository}:v1`;
      await run(pull);
      await run(`${docker} tag ${clients.repository}:v1 ${clients.repository}:docker`);
      await run(`${docker} push -q ${clients.repository}:docker`);
      await pushed('docker');
      await fails(pull);
      await assert.rejects(shell(pull, clients.nobody), /no basic auth credentials/);
    });
  });
});
