// AssumeRoleWithWebIdentity with the AWS SDK.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import {
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Running, startLocal } from '../../src/local/up.ts';
import { testOptions } from '../support/options.ts';

const account = '444455556666';
const region = 'us-east-1';
const document = (...Statement: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });

let running: Running;
let endpoint = '';
let iam: IAMClient;
before(async () => {
  running = await startLocal(testOptions(account), () => undefined);
  endpoint = running.local.endpoint;
  const options = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'x' } };
  iam = new IAMClient(options);
});
after(() => running.local.close());

describe('a web identity', () => {
  const keys = generateKeyPair('RS256', { extractable: true });
  const provider = createServer(async (request, response) => {
    const { publicKey } = await keys;
    const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    const body =
      request.url === '/keys'
        ? { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }] }
        : { issuer, jwks_uri: `${issuer}/keys` };
    response.end(JSON.stringify(body));
  });
  let issuer = '';
  const RoleArn = `arn:aws:iam::${account}:role/federated`;

  before(async () => {
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
    const name = issuer.replace('http://', '');
    await iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: issuer, ClientIDList: ['sts.amazonaws.com'] }),
    );
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'federated',
        AssumeRolePolicyDocument: document({
          Effect: 'Allow',
          Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${name}` },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              [`${name}:sub`]: 'system:serviceaccount:shop:puller',
              [`${name}:aud`]: 'sts.amazonaws.com',
            },
          },
        }),
      }),
    );
  });
  after(() => void provider.close());

  const token = async (claims: { sub?: string; aud?: string; iss?: string; exp?: string }) =>
    new SignJWT({})
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setSubject(claims.sub ?? 'system:serviceaccount:shop:puller')
      .setAudience(claims.aud ?? 'sts.amazonaws.com')
      .setIssuer(claims.iss ?? issuer)
      .setIssuedAt()
      .setExpirationTime(claims.exp ?? '1h')
      .sign((await keys).privateKey);
  const exchange = async (WebIdentityToken: string) => {
    const anonymous = new STSClient({
      endpoint,
      region,
      credentials: { accessKeyId: '', secretAccessKey: '' },
    });
    const command = new AssumeRoleWithWebIdentityCommand({
      RoleArn,
      RoleSessionName: 'web',
      WebIdentityToken,
    });
    return anonymous.send(command);
  };

  it('assumes the role that trusts it', async () => {
    const { Credentials, AssumedRoleUser } = await exchange(await token({}));
    assert.equal(AssumedRoleUser?.Arn, `arn:aws:sts::${account}:assumed-role/federated/web`);
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    const { Arn } = await new STSClient({ endpoint, region, credentials }).send(
      new GetCallerIdentityCommand({}),
    );
    assert.equal(Arn, `arn:aws:sts::${account}:assumed-role/federated/web`);
  });

  it('is refused with AWS’s message for each reason', async () => {
    const good = await token({});
    const [head, body] = good.split('.');
    const rows: [string, Promise<string> | string, string][] = [
      ['another subject', token({ sub: 'system:serviceaccount:shop:other' }), 'AccessDenied'],
      [
        'an audience that is not registered',
        token({ aud: 'elsewhere' }),
        'InvalidIdentityTokenException',
      ],
      [
        'an issuer that is not registered',
        token({ iss: 'https://example.org' }),
        'InvalidIdentityTokenException',
      ],
      ['a token that has expired', token({ exp: '-1h' }), 'ExpiredTokenException'],
      ['a forged signature', `${head}.${body}.${'A'.repeat(342)}`, 'InvalidIdentityTokenException'],
      ['no token at all', 'four letters', 'InvalidIdentityTokenException'],
    ];
    for (const [what, given, name] of rows) {
      await assert.rejects(exchange(await given), (error: Error) => {
        assert.equal(error.name, name, `${what}: ${error.message}`);
        return true;
      });
    }
  });
});
