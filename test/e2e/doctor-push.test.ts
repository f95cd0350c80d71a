// For every cause of a push: break it, push as a build does (refused in AWS's words), diagnose, apply the printed fix, push again.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { allCauses } from '../../src/causes/catalogue.ts';
import type { Proof } from '../../src/chain/proof.ts';
import { ecrHostName } from '../../src/names/registry-host.ts';
import { pushImage } from '../../src/tour/image.ts';
import { region, shell, startTestLocal, type TestLocal, workloads } from '../support/local.ts';
import { assertValid } from '../support/schemas.ts';

const hawser = join(import.meta.dirname, '../../bin/hawser.js');
const skip = spawnSync('aws', ['--version']).error !== undefined && 'aws not installed';
const host = ecrHostName(workloads, region);
const image = `${host}/app:v1`;
const issuer = 'token.actions.githubusercontent.com';
const who = 'my-org/my-app:ref:refs/heads/main';
const role = `arn:aws:iam::${workloads}:role/push`;

const says: Readonly<Record<string, RegExp>> = {
  HW2302: /AccessDenied.*Not authorized to perform sts:AssumeRoleWithWebIdentity/,
  HW2303: /InvalidIdentityToken.*Incorrect token audience/,
  HW2304: /InvalidIdentityToken.*No OpenIDConnect provider found in your account/,
  HW2305: /not authorized to perform: ecr:PutImage/,
};

describe('a push of a build', { skip }, () => {
  let local: TestLocal;
  const run = (command: string) => shell(command, local.environment(workloads));
  before(async () => {
    local = await startTestLocal();
    const provider = `arn:aws:iam::${workloads}:oidc-provider/${issuer}`;
    const trust = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: provider },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' },
            StringLike: { [`${issuer}:sub`]: 'repo:my-org/my-app:*' },
          },
        },
      ],
    };
    await run(
      `aws ecr create-repository --repository-name app &&
       aws iam create-open-id-connect-provider --url https://${issuer} --client-id-list sts.amazonaws.com &&
       aws iam create-role --role-name push --assume-role-policy-document '${JSON.stringify(trust)}' &&
       aws iam attach-role-policy --role-name push --policy-arn arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser`,
    );
  });
  after(() => local.close());

  const doctor = async (): Promise<Proof> => {
    const command = `"${process.execPath}" "${hawser}" doctor ${image} --as ${role} --from github:${who} -o json --fail-on never`;
    return JSON.parse(await run(command)) as Proof;
  };

  /** As a workflow does it: its token for credentials of the role, these for a token of ECR. */
  async function push(): Promise<void> {
    const token = await run(
      `"${process.execPath}" "${hawser}" local oidc-token --issuer https://${issuer} --claim sub=repo:${who} --endpoint ${local.endpoint}`,
    );
    const answer = await run(
      `aws sts assume-role-with-web-identity --role-arn ${role} --role-session-name build --web-identity-token ${token.trim()} --query Credentials --output json`,
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(answer) as {
      AccessKeyId: string;
      SecretAccessKey: string;
      SessionToken: string;
    };
    const password = await shell('aws ecr get-login-password', {
      ...local.environment(workloads),
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      AWS_SESSION_TOKEN: SessionToken,
    });
    const credentials = { username: 'AWS', password: password.trim() };
    await pushImage({ endpoint: local.endpoint, host, repository: 'app', tag: 'v1', credentials });
  }

  it('holds, and works', async () => {
    const proof = await doctor();
    assert.deepEqual([proof.verdict, proof.causes], ['holds', []], JSON.stringify(proof));
    await push();
  });

  it('has a case for each cause', () => {
    // causes.test.ts has HW2308, which a pull meets.
    const proven = allCauses().filter(({ link, code }) => link === 'ci-push' && code !== 'HW2308');
    assert.deepEqual(
      proven.map(({ code }) => code),
      Object.keys(says),
    );
  });

  for (const [cause, words] of Object.entries(says)) {
    it(`${cause} is broken, refused, named, fixed and gone`, async () => {
      await local.admin('break', { cause, target: { role } });
      await assert.rejects(push(), words);
      const proof = await doctor();
      assertValid('proof', proof);
      assert.deepEqual([proof.verdict, proof.causes.map(({ code }) => code)], ['broken', [cause]]);
      await run(proof.causes[0]?.fix.patch ?? 'false');
      await push();
      assert.equal((await doctor()).verdict, 'holds');
      await local.admin('heal', { cause });
    });
  }
});
