// The admin routes of a running local AWS, from the shell.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import { type LocalEcr, startLocalEcr } from '../support/local-ecr.ts';

const run = promisify(execFile);

describe('hawser local clock, break, heal and reset', () => {
  let local: LocalEcr;
  before(async () => {
    local = await startLocalEcr();
    await local.client().send(new CreateRepositoryCommand({ repositoryName: 'team/app' }));
    await local.push('team/app', 'v1');
  });
  after(() => local?.close());

  const hawser = async (...args: string[]): Promise<string> => {
    const all = ['bin/hawser.js', 'local', ...args, '--endpoint', local.endpoint];
    return (await run(process.execPath, all, { timeout: 20_000 })).stdout;
  };
  const refusal = (...args: string[]): Promise<{ code: number; stderr: string; stdout: string }> =>
    hawser(...args).then(
      (out) => assert.fail(`worked: ${out}`),
      (error: { code: number; stderr: string; stdout: string }) => error,
    );

  it('print the time, advance it, and set it', async () => {
    const before = Date.parse((await hawser('clock')).trim());
    const moved = JSON.parse(await hawser('clock', '+13h', '-o', 'json')) as { now: string };
    const hours = (Date.parse(moved.now) - before) / 3_600_000;
    assert.ok(hours >= 13 && hours < 13.1, String(hours));
    assert.match(await hawser('clock', '2027-01-01T00:00:00Z'), /^2027-01-01T00:00:0/);
  });

  it('break a link for a target, and undo it', async () => {
    const target = 'repository=111122223333/eu-west-1/team/app';
    assert.match(
      await hawser('break', 'HW1301', target),
      /^HW1301 is broken; hawser local heal HW1301/,
    );
    assert.match(await hawser('heal'), /^healed: HW1301/);
    assert.equal(await hawser('heal'), 'nothing was broken\n');
  });

  it('refuse what they cannot do, naming the field, as JSON on request', async () => {
    const odd = await refusal('clock', 'tomorrow');
    assert.equal(odd.code, 1);
    assert.match(odd.stderr, /"advance" takes a duration such as 13h/);
    assert.match(
      (await refusal('break', 'HW1301', 'team/app')).stderr,
      /"team\/app" names no target\n +Write FIELD=VALUE/,
    );
    const json = await refusal('break', 'HW9999', '-o', 'json');
    const { error } = JSON.parse(json.stdout) as { error: { message: string; hint: string } };
    assert.match(error.message, /^HW9999 can't be injected; these can: HW/);
    assert.match(error.hint, /hawser explain --list/);
  });

  it('remove everything', async () => {
    assert.equal(await hawser('reset'), 'everything is removed\n');
    const world = await (await fetch(`${local.endpoint}/_hawser/world`)).json();
    assert.deepEqual((world as { repositories: object }).repositories, {});
  });
});
