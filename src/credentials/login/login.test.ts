import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { type Answering, startAnswering, tokenAnswer } from '../../../test/support/answering.ts';
import { readSettings } from '../settings.ts';
import { login } from './login.ts';
import type { Keeping } from './store.ts';
import { loginTargets } from './targets.ts';

const host = (region: string) => `111122223333.dkr.ecr.${region}.amazonaws.com`;

describe('hawser login', () => {
  let aws: Answering;
  let folder: string;
  let environment: Record<string, string>;
  before(async () => {
    aws = await startAnswering(({ headers }, response) => {
      const refused = headers.authorization?.includes('/eu-south-1/');
      response.statusCode = refused ? 400 : 200;
      response.end(refused ? '{"__type":"AccessDeniedException","message":"no"}' : tokenAnswer());
    });
  });
  after(() => aws.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hawser-login-'));
    environment = {
      PATH: `${folder}:${process.env.PATH}`,
      DOCKER_CONFIG: folder,
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const path = () => join(folder, 'config.json');
  const config = () => JSON.parse(readFileSync(path(), 'utf8'));
  const run = (names: string[], keeping: Keeping, regions: string[] = []) => {
    const settings = readSettings(environment);
    return login(loginTargets(names, regions, settings), keeping, settings);
  };

  it('refuses to leave a token in a readable file without --plain', async () => {
    const [result] = await run([host('us-west-2')], 'store');
    assert.equal(result?.error?.code, 'HW0566');
    assert.throws(config, { code: 'ENOENT' });
  });

  it('writes plain text on request, for its user only, and keeps the rest of the file', async () => {
    writeFileSync(path(), '{"auths":{"other":{"auth":"x"}},"detachKeys":"ctrl-e"}', {
      mode: 0o644,
    });
    await run([host('us-west-2')], 'plain');
    assert.deepEqual(config(), {
      auths: { other: { auth: 'x' }, [host('us-west-2')]: { auth: btoa('AWS:pass') } },
      detachKeys: 'ctrl-e',
    });
    assert.equal(statSync(path()).mode & 0o777, 0o600);
  });

  it("passes the token to the client's store", async () => {
    writeFileSync(join(folder, 'docker-credential-fake'), `#!/bin/sh\ncat > ${folder}/$1.json\n`);
    chmodSync(join(folder, 'docker-credential-fake'), 0o700);
    writeFileSync(path(), '{"credsStore":"fake"}');
    const [result] = await run([host('us-west-2')], 'store');
    assert.equal(result?.kept, 'stored by docker-credential-fake');
    assert.deepEqual(JSON.parse(readFileSync(join(folder, 'store.json'), 'utf8')), {
      ServerURL: host('us-west-2'),
      Username: 'AWS',
      Secret: 'pass',
    });
    assert.deepEqual(config(), { credsStore: 'fake' });
  });

  it('does not print a token that a store quotes in its error', async () => {
    writeFileSync(join(folder, 'docker-credential-bad'), '#!/bin/sh\ncat; exit 1\n', {
      mode: 0o700,
    });
    writeFileSync(path(), '{"credsStore":"bad"}');
    const [result] = await run([host('us-west-2')], 'store');
    assert.equal(result?.error?.code, 'HW0565');
    assert.doesNotMatch(JSON.stringify(result), /"pass/);
  });

  it('configures docker-credential-hawser and removes an old login', async () => {
    writeFileSync(path(), JSON.stringify({ auths: { [host('us-west-2')]: { auth: 'x' } } }));
    await run([`${host('us-west-2')}/team/app:v1`], 'helper');
    assert.deepEqual(config(), { auths: {}, credHelpers: { [host('us-west-2')]: 'hawser' } });
  });

  it('logs in to several accounts and Regions at once, and reports which failed', async () => {
    const regions = ['us-west-2', 'cn-north-1', 'eu-south-1'];
    const results = await run(['111122223333', 'public.ecr.aws'], 'plain', regions);
    assert.deepEqual(
      results.map(({ registry, error }) => [registry, error?.code]),
      [
        [host('us-west-2'), undefined],
        [`${host('cn-north-1')}.cn`, undefined],
        [host('eu-south-1'), 'HW0555'],
        ['public.ecr.aws', undefined],
      ],
    );
    assert.equal(Object.keys(config().auths).length, 3);
  });

  it('explains how to name a registry when a name is invalid', () => {
    const hint = 'name a registry host, an image or an account id';
    assert.throws(() => loginTargets(['bad host'], [], readSettings(environment)), { hint });
  });

  it("logs in to the caller's own registry in a Region, under ECR's name for it", async () => {
    const [result] = await run([], 'plain', ['us-west-2']);
    assert.equal(result?.registry, host('us-west-2'));
  });

  it('does not change a file that is not a configuration', async () => {
    writeFileSync(path(), 'secret');
    const [result] = await run([host('us-west-2')], 'plain');
    assert.equal(result?.error?.code, 'HW0565');
    assert.equal(readFileSync(path(), 'utf8'), 'secret');
  });

  for (const [names, regions, kind] of [
    [['docker.io'], [], 'foreignHost'],
    [[], [], 'configuration'],
    [['111122223333'], ['Frankfurt'], 'configuration'],
  ] as [string[], string[], string][]) {
    it(`refuses ${names} in ${regions} as ${kind}`, () =>
      assert.throws(() => loginTargets(names, regions, readSettings(environment)), { kind }));
  }
});
