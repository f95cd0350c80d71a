// Which tokens STS exchanges for a session, and what a hostile identity provider can cause.
import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import {
  account,
  type LocalEcr,
  region,
  startLocalEcr,
} from '../../../../test/support/local-ecr.ts';

const audience = 'sts.amazonaws.com';
type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

describe('A web identity token', () => {
  let local: LocalEcr;
  let issuer = '';
  let first: Pair;
  let keys: Map<string, Pair>;
  let asked: string[] = [];
  let answer: (path: string, response: ServerResponse) => Promise<void> | void;
  const provider = createServer((request, response) => {
    asked.push(request.url ?? '');
    void answer(request.url ?? '', response);
  });

  async function asUsual(path: string, response: ServerResponse): Promise<void> {
    const published = [...keys].map(async ([kid, { publicKey }]) => ({
      ...(await exportJWK(publicKey)),
      kid,
      alg: 'RS256',
    }));
    const body =
      path === '/keys'
        ? { keys: await Promise.all(published) }
        : { issuer, jwks_uri: `${issuer}/keys` };
    response.end(JSON.stringify(body));
  }

  beforeEach(async () => {
    local = await startLocalEcr();
    keys = new Map([['one', first]]);
    asked = [];
    answer = asUsual;
    const credentials = { accessKeyId: account, secretAccessKey: 'x' };
    const iam = new IAMClient({ endpoint: local.endpoint, region, credentials });
    const Statement: object[] = [];
    for (const Url of [issuer, 'https://issuer.example/slash/', 'https://secure.example']) {
      const input = { Url, ClientIDList: [audience] };
      const { OpenIDConnectProviderArn } = await iam.send(
        new CreateOpenIDConnectProviderCommand(input),
      );
      Statement.push({
        Effect: 'Allow',
        Principal: { Federated: OpenIDConnectProviderArn },
        Action: 'sts:AssumeRoleWithWebIdentity',
      });
    }
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'web',
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
      }),
    );
    iam.destroy();
  });
  afterEach(() => local.close());
  before(async () => {
    first = await generateKeyPair('RS256', { extractable: true });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  });
  after(() => {
    provider.closeAllConnections();
    provider.close();
  });

  const now = () => Math.floor(Date.now() / 1000);
  const usual = () => ({ iss: issuer, sub: 'me', aud: audience, iat: now(), exp: now() + 3600 });
  async function token(claims: object, kid = 'one', signer = 'one'): Promise<string> {
    const { privateKey } = keys.get(signer) as Pair;
    const payload = JSON.parse(JSON.stringify(claims)) as Record<string, unknown>;
    return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
  }
  async function exchange(WebIdentityToken: string): Promise<string> {
    const body = new URLSearchParams({
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: `arn:aws:iam::${account}:role/web`,
      RoleSessionName: 'web',
      WebIdentityToken,
    });
    const text = await (await fetch(local.endpoint, { method: 'POST', body })).text();
    return /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? (/<AccessKeyId>/.test(text) ? 'OK' : text);
  }

  it('of a registered issuer becomes a session', async () => {
    assert.equal(await exchange(await token(usual())), 'OK');
    assert.equal(await exchange(await token({ ...usual(), aud: ['other', audience] })), 'OK');
    assert.equal(await exchange(await token({ ...usual(), iat: now() + 60 })), 'OK');
  });

  const wrong: readonly (readonly [what: string, change: () => object])[] = [
    ['no exp', () => ({ exp: undefined })],
    ['no iat', () => ({ iat: undefined })],
    ['no sub', () => ({ sub: undefined })],
    ['no aud', () => ({ aud: undefined })],
    ['no iss', () => ({ iss: undefined })],
    ['an iat in the future', () => ({ iat: now() + 1000 })],
    ['an iat that is text', () => ({ iat: `${now()}` })],
    ['an exp that is text', () => ({ exp: `${now() + 3600}` })],
    ['a sub that is a list', () => ({ sub: ['me'] })],
    ['a sub that is an object', () => ({ sub: {} })],
    ['an empty sub', () => ({ sub: '' })],
    ['a sub that is a number', () => ({ sub: 7 })],
    ['an aud that is an object', () => ({ aud: {} })],
    ['an aud of numbers', () => ({ aud: [1, audience] })],
    ['an issuer that is a list', () => ({ iss: [issuer] })],
    ['an issuer that is a number', () => ({ iss: 7 })],
    ['an nbf in the future', () => ({ nbf: now() + 1000 })],
    ['an nbf that is text', () => ({ nbf: 'x' })],
    ['an issuer over http for a provider of https', () => ({ iss: 'http://secure.example' })],
    [
      'an issuer over https for a provider of http',
      () => ({ iss: issuer.replace('http', 'https') }),
    ],
    ['an issuer with a slash more', () => ({ iss: `${issuer}/` })],
    ['an issuer with a slash less', () => ({ iss: 'https://issuer.example/slash' })],
    ['an issuer in other letters', () => ({ iss: 'https://SECURE.example' })],
    ['an issuer of another scheme', () => ({ iss: 'ftp://secure.example' })],
  ];
  for (const [what, change] of wrong) {
    it(`with ${what} is an InvalidIdentityToken`, async () => {
      const given = await token({ ...usual(), ...change() });
      assert.equal(await exchange(given), 'InvalidIdentityToken');
    });
  }

  it('that has expired is an ExpiredTokenException', async () => {
    assert.equal(
      await exchange(await token({ ...usual(), exp: now() - 1 })),
      'ExpiredTokenException',
    );
  });

  it('without a signature, or signed with a public key as a secret, is refused', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const header of [{ alg: 'none' }, { alg: 'HS256', kid: 'one' }, {}]) {
      const given = `${part(header)}.${part(usual())}.${header.alg === 'none' ? '' : 'AAAA'}`;
      assert.equal(await exchange(given), 'InvalidIdentityToken');
    }
    for (const body of ['null', '[]', '7', '"x"', '{']) {
      const given = `${part({ alg: 'RS256' })}.${Buffer.from(body).toString('base64url')}.AAAA`;
      assert.equal(await exchange(given), 'InvalidIdentityToken', body);
    }
  });

  it('with a new key causes one more fetch of the keys, and with invented keys no more', async () => {
    assert.equal(await exchange(await token(usual())), 'OK');
    keys.set('two', await generateKeyPair('RS256', { extractable: true }));
    assert.equal(await exchange(await token(usual(), 'two', 'two')), 'OK');
    const before = asked.length;
    for (let count = 0; count < 20; count++) {
      assert.equal(
        await exchange(await token(usual(), `made-up-${count}`)),
        'InvalidIdentityToken',
      );
    }
    assert.equal(asked.length, before);
  });

  it('of many clients at once causes one fetch of the keys', async () => {
    const given = await token(usual());
    await Promise.all(Array.from({ length: 10 }, () => exchange(given)));
    assert.equal(asked.length, 2);
  });

  const communication = 'IDPCommunicationError';
  it('of an issuer whose keys do not end is refused at a quarter of a mebibyte', async () => {
    let sent = 0;
    answer = (path, response) => {
      if (path !== '/keys') return asUsual(path, response);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, ' '))) sent += 65_536;
      };
      response.on('drain', more);
      more();
      return undefined;
    };
    assert.equal(await exchange(await token(usual())), communication);
    assert.ok(sent < 16 << 20, `${sent} bytes`);
  });

  const bodies = [
    '',
    'null',
    '[]',
    '{}',
    '{"keys":{}}',
    '{"keys":null}',
    '<html>',
    '{"jwks_uri":7}',
  ];
  for (const body of bodies) {
    it(`of an issuer that answers ${JSON.stringify(body)} is refused`, async () => {
      answer = (_path, response) => void response.end(body);
      assert.equal(await exchange(await token(usual())), communication);
    });
  }

  it('of an issuer that redirects to another address is refused', async () => {
    answer = (path, response) => {
      if (path !== '/keys') return asUsual(path, response);
      return void response.writeHead(302, { location: `${issuer}/elsewhere` }).end();
    };
    assert.equal(await exchange(await token(usual())), communication);
  });

  for (const set of [
    '[null]',
    '[7]',
    '[{}]',
    '[{"kty":"RSA"}]',
    '[{"kty":"oct","k":"AAAA","kid":"one"}]',
  ]) {
    it(`is held against ${set} without harm`, async () => {
      answer = (path, response) => {
        if (path !== '/keys') return asUsual(path, response);
        return void response.end(`{"keys":${set}}`);
      };
      assert.match(
        await exchange(await token(usual())),
        /^(InvalidIdentityToken|IDPCommunicationError)$/,
      );
    });
  }
});
