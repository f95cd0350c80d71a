// Tokens of an issuer that the local AWS stands in for, from the shell.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { type LocalEcr, startLocalEcr } from '../support/local-ecr.ts';

const run = promisify(execFile);

describe('hawser local oidc-token', () => {
  let local: LocalEcr;
  before(async () => {
    local = await startLocalEcr();
  });
  after(() => local?.close());

  const github = 'https://token.actions.githubusercontent.com';
  const hawser = async (...args: string[]): Promise<string> => {
    const all = ['bin/hawser.js', 'local', 'oidc-token', ...args, '--endpoint', local.endpoint];
    return (await run(process.execPath, all, { timeout: 20_000 })).stdout;
  };

  it('prints a token with the claims that were given, and those that GitHub adds', async () => {
    const claims = decodeJwt(
      await hawser(
        ...['--issuer', github, '--claim', 'sub=repo:my-org/my-app:ref:refs/tags/v1'],
        ...['--claim', 'run_id=1', '--expires-in', '1h'],
      ),
    );
    const { sub, aud, ref, ref_type, run_id, exp = 0, iat = 0 } = claims;
    assert.deepEqual(
      { sub, aud, ref, ref_type, run_id, lifetime: exp - iat },
      {
        sub: 'repo:my-org/my-app:ref:refs/tags/v1',
        aud: 'sts.amazonaws.com',
        ref: 'refs/tags/v1',
        ref_type: 'tag',
        run_id: '1',
        lifetime: 3600,
      },
    );
  });

  it('turns a repeated claim into a list', async () => {
    const issuer = ['--issuer', 'https://gitlab.com', '--claim', 'sub=project_path:a/b'];
    const json = await hawser(...issuer, '--claim', 'aud=one', '--claim', 'aud=two', '-o', 'json');
    assert.deepEqual((JSON.parse(json) as { claims: { aud: string[] } }).claims.aud, [
      'one',
      'two',
    ]);
  });

  it('removes an issuer, and reports what is wrong', async () => {
    await hawser('--issuer', github);
    assert.equal(await hawser('--issuer', github, '--forget'), `${github} is no longer emulated\n`);
    await assert.rejects(hawser('--issuer', github, '--claim', 'sub'), /"sub" is no claim/);
    await assert.rejects(hawser('--issuer', 'github'), /"issuer" must be a URL/);
  });
});
