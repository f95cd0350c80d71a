// Federation of a CI system, offline: the local AWS emulates GitHub's issuer, or any other.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import { account, type LocalEcr, region, startLocalEcr } from '../../../test/support/local-ecr.ts';

const github = 'https://token.actions.githubusercontent.com';
const main = 'repo:my-org/my-app:ref:refs/heads/main';
const RoleArn = `arn:aws:iam::${account}:role/deploy`;

describe('An issuer that the local AWS emulates', () => {
  let local: LocalEcr;
  beforeEach(async () => {
    local = await startLocalEcr();
    const credentials = { accessKeyId: account, secretAccessKey: 'x' };
    const iam = new IAMClient({ endpoint: local.endpoint, region, credentials });
    const name = github.replace('https://', '');
    await iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: github, ClientIDList: ['sts.amazonaws.com'] }),
    );
    const Statement = {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${name}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: { [`${name}:aud`]: 'sts.amazonaws.com', [`${name}:sub`]: main },
      },
    };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument }));
  });
  afterEach(() => local.close());

  const ask = async (route: string, body: object) => {
    const answer = await fetch(`${local.endpoint}/_hawser/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { token?: string; error?: { message: string } };
  };
  const tokenFor = async (claims: object, issuer = github) =>
    (await ask('oidc-token', { issuer, claims })).token ?? assert.fail('no token');
  const assume = (WebIdentityToken: string) => {
    const sts = new STSClient({
      endpoint: local.endpoint,
      region,
      credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
      maxAttempts: 1,
    });
    const input = { RoleArn, RoleSessionName: 'github-actions', WebIdentityToken };
    return sts.send(new AssumeRoleWithWebIdentityCommand(input));
  };

  it('gives a workflow the role that trusts its repository and branch', async () => {
    const token = await tokenFor({ sub: main });
    const { AssumedRoleUser, Audience, SubjectFromWebIdentityToken } = await assume(token);
    assert.deepEqual(
      [AssumedRoleUser?.Arn, Audience, SubjectFromWebIdentityToken],
      [`arn:aws:sts::${account}:assumed-role/deploy/github-actions`, 'sts.amazonaws.com', main],
    );
  });

  it("issues GitHub's claims, as far as they follow from the subject", async () => {
    const claims = decodeJwt(await tokenFor({ sub: 'repo:my-org/my-app:environment:prod' }));
    assert.deepEqual(
      [claims.iss, claims.repository, claims.repository_owner, claims.environment, claims.ref],
      [github, 'my-org/my-app', 'my-org', 'prod', undefined],
    );
    assert.equal((claims.exp ?? 0) - (claims.iat ?? 0), 300);
  });

  it('does not bypass the trust policy', () =>
    assert.rejects(tokenFor({ sub: 'repo:my-org/other:ref:refs/heads/main' }).then(assume), {
      name: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    }));

  it("does not bypass the provider's audiences", () =>
    assert.rejects(tokenFor({ sub: main, aud: 'somebody-else' }).then(assume), {
      name: 'InvalidIdentityTokenException',
      message: 'Incorrect token audience',
    }));

  it('does not bypass signatures', async () => {
    const claims = decodeJwt(await tokenFor({ sub: main }));
    const { privateKey } = await generateKeyPair('RS256');
    const forged = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'mine' });
    await assert.rejects(assume(await forged.sign(privateKey)), {
      name: 'InvalidIdentityTokenException',
    });
  });

  it('signs only its own tokens', async () => {
    const claims = decodeJwt(await tokenFor({ sub: main }));
    const other = await tokenFor({ sub: main }, 'https://gitlab.com');
    const [, body = ''] = other.split('.');
    const swapped = Buffer.from(JSON.stringify(claims)).toString('base64url');
    await assert.rejects(assume(other.replace(body, swapped)), {
      name: 'InvalidIdentityTokenException',
    });
    await assert.rejects(assume(other), {
      name: 'InvalidIdentityTokenException',
      message: 'No OpenIDConnect provider found in your account for https://gitlab.com',
    });
  });

  it('has one key, however many requests are concurrent', async () => {
    const tokens = await Promise.all([1, 2, 3].map(() => tokenFor({ sub: main })));
    for (const token of tokens) await assume(token);
  });

  it('is removed on request', async () => {
    const issuer = 'https://issuer.invalid';
    await tokenFor({ sub: 'anybody' }, issuer);
    assert.deepEqual(await ask('oidc-issuers/forget', { issuer }), { forgotten: issuer });
    const again = await ask('oidc-issuers/forget', { issuer });
    assert.equal(again.error?.message, `the local AWS does not emulate ${issuer}`);
  });

  for (const [what, body, message] of [
    ['no URL', { issuer: 'github' }, /^"issuer" must be a URL/],
    ['a URL without TLS', { issuer: 'http://issuer.example' }, /must be a URL/],
    ['an empty subject', { issuer: github, claims: { sub: '' } }, /the claim "sub" .* is required/],
    ['no subject', { issuer: 'https://gitlab.com' }, /the claim "sub" .* is required/],
    [
      'a claim of its own',
      { issuer: github, claims: { exp: 1 } },
      /the claim "exp" is set by the issuer/,
    ],
    ['a lifetime without end', { issuer: github, expiresIn: '99999999h' }, /"expiresIn" must end/],
    ['a lifetime of none', { issuer: github, expiresIn: 'soon' }, /"expiresIn" takes a duration/],
  ] as const) {
    it(`is refused with ${what}`, async () => {
      assert.match((await ask('oidc-token', body)).error?.message ?? '', message);
    });
  }
});
