// The sources of credentials: the order and the rules of "AWS SDKs and Tools Reference Guide".
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { type Asked, roleAnswer, startAnswering } from '../../../../test/support/answering.ts';
import type { Environment } from '../proxy.ts';
import { defaultSource } from './chain.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-chain-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

/** One server that is STS, Pod Identity and a machine's metadata service at once. */
async function ask(
  environment: (endpoint: string) => Environment,
  change = (text: string) => text,
) {
  const server = await startAnswering(({ path, body }, response) => {
    if (path === '/latest/api/token') response.end('imds-token');
    else if (path.endsWith('/iam/info')) response.end('{"InstanceProfileArn" : "arn:profile"}');
    else if (path.endsWith('/security-credentials/')) response.end('node-role\n');
    else if (path.endsWith('/node-role')) response.end(change(document('IMDS')));
    else if (path === '/pod') response.end(change(document('POD')));
    else response.end(roleAnswer(new URLSearchParams(body).get('RoleArn') ?? ''));
  });
  try {
    const source = await defaultSource({
      region: 'eu-west-1',
      signal: new AbortController().signal,
      environment: {
        HOME: folder,
        AWS_ENDPOINT_URL_STS: server.endpoint,
        AWS_EC2_METADATA_SERVICE_ENDPOINT: server.endpoint,
        ...environment(server.endpoint),
      },
    });
    const identity = await source.identity();
    return { identity, credentials: await source.credentials(), asked: server.asked };
  } finally {
    await server.close();
  }
}

const document = (accessKeyId: string) =>
  JSON.stringify({ Code: 'Success', AccessKeyId: accessKeyId, SecretAccessKey: 's', Token: 't' });
const form = (asked: Asked | undefined) => Object.fromEntries(new URLSearchParams(asked?.body));
const keys = { AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 's' };

describe('credentials', () => {
  it('are taken from the environment first', async () => {
    const { credentials, asked } = await ask(() => ({ ...keys, AWS_PROFILE: 'x' }));
    assert.deepEqual(credentials, { accessKeyId: 'ENV', secretAccessKey: 's' });
    assert.equal(asked.length, 0);
  });

  it('are requested from STS, unsigned, for a web identity', async () => {
    const AWS_WEB_IDENTITY_TOKEN_FILE = file('token', 'jwt\n');
    const { credentials, asked } = await ask(() => ({
      AWS_ROLE_ARN: 'irsa',
      AWS_WEB_IDENTITY_TOKEN_FILE,
    }));
    assert.deepEqual(credentials, {
      accessKeyId: 'irsa',
      secretAccessKey: 's&c',
      sessionToken: 't',
    });
    assert.equal(form(asked[0]).WebIdentityToken, 'jwt');
    assert.equal(asked[0]?.headers.authorization, undefined);
  });

  it('are requested from EKS Pod Identity for a pod, with the token from its file', async () => {
    const AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE = file('pod-token', 'pod-jwt');
    const { credentials, asked } = await ask((endpoint) => ({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${endpoint}/pod`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE,
    }));
    assert.equal(credentials.accessKeyId, 'POD');
    assert.equal(asked[0]?.headers.authorization, 'pod-jwt');
  });

  it('are not requested from a container service that is neither local nor encrypted', () =>
    assert.rejects(
      ask(() => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://evil.example/' })),
      { code: 'NO_CREDENTIALS', message: /evil\.example/ },
    ));

  it('are requested from the instance metadata service, version 2, for a machine', async () => {
    const { credentials, identity, asked } = await ask(() => ({}));
    assert.equal(credentials.accessKeyId, 'IMDS');
    assert.match(identity, /^instance:.*:arn:profile:node-role$/);
    assert.deepEqual(
      asked.map(({ method, path }) => `${method} ${path}`),
      [
        'PUT /latest/api/token',
        'GET /latest/meta-data/iam/info',
        'GET /latest/meta-data/iam/security-credentials/',
        'GET /latest/meta-data/iam/security-credentials/node-role',
      ],
    );
    assert.equal(asked[3]?.headers['x-aws-ec2-metadata-token'], 'imds-token');
  });

  it('are not available for a machine whose role cannot be assumed', () =>
    assert.rejects(
      ask(
        () => ({}),
        () => '{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume"}',
      ),
      { code: 'NO_CREDENTIALS', message: /AssumeRoleUnauthorizedAccess: EC2 cannot assume/ },
    ));

  it('are not available when the metadata service is disabled', () =>
    assert.rejects(
      ask(() => ({ AWS_EC2_METADATA_DISABLED: 'true' })),
      { code: 'NO_CREDENTIALS' },
    ));
});

describe('a metadata address without a metadata service', () => {
  const rows: [string, Parameters<typeof startAnswering>[0], RegExp][] = [
    ['hangs', () => {}, /does not answer/],
    ['answers 404', (_asked, response) => response.writeHead(404).end(), /HTTP 404/],
    [
      'is a captive portal',
      (_asked, response) => response.end('<html>Sign in</html>'),
      /is not an instance/,
    ],
    [
      'answers everything with text',
      (_asked, response) => response.end('Sign in, please'),
      /is not an inst/,
    ],
  ];
  for (const [what, answer, message] of rows) {
    it(`and ${what} is reported within seconds`, { timeout: 8_000 }, async () => {
      const server = await startAnswering(answer);
      try {
        const source = await defaultSource({
          region: 'x',
          signal: new AbortController().signal,
          environment: { HOME: folder, AWS_EC2_METADATA_SERVICE_ENDPOINT: server.endpoint },
        });
        await assert.rejects(source.credentials(), { code: 'NO_CREDENTIALS', message });
      } finally {
        await server.close();
      }
    });
  }
});

describe('a profile of the shared files', () => {
  const program = file(
    'program',
    '#!/bin/sh\necho \'{"Version":1,"AccessKeyId":"PROC","SecretAccessKey":"s","SessionToken":"t"}\'\n',
  );
  chmodSync(program, 0o700);
  const config = file(
    'config',
    `[default]
aws_access_key_id = DEFAULT ; a comment
aws_secret_access_key = s
s3 =
  max_concurrent_requests = 1
[profile role]
role_arn = arn-a
source_profile = base
external_id = ext
duration_seconds = 900
[profile chained]
role_arn = arn-b
source_profile = role
[profile machine]
role_arn = arn-c
credential_source = Ec2InstanceMetadata
[profile program]
credential_process = ${program}
[profile leak]
credential_process = exit 3 # --password hunter2
[profile circle]
role_arn = arn-d
source_profile = circle2
[profile circle2]
role_arn = arn-e
source_profile = circle
`,
  );
  const credentials = file(
    'credentials',
    '[base]\naws_access_key_id=BASE\naws_secret_access_key=s\n',
  );
  const as = (AWS_PROFILE: string) => () => ({
    AWS_PROFILE,
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: credentials,
  });

  const rows: [string, string, string, number][] = [
    ['has keys', 'default', 'DEFAULT', 0],
    ['assumes a role with those of another profile', 'role', 'arn-a', 1],
    ['assumes a role through a role', 'chained', 'arn-b', 2],
    ["assumes a role with the machine's", 'machine', 'arn-c', 5],
    ['runs a program', 'program', 'PROC', 0],
  ];
  for (const [what, name, accessKeyId, calls] of rows) {
    it(what, async () => {
      const answer = await ask(as(name));
      assert.equal(answer.credentials.accessKeyId, accessKeyId);
      assert.equal(answer.asked.length, calls);
    });
  }

  it('assumes a role as configured', async () => {
    const { asked } = await ask(as('role'));
    assert.partialDeepStrictEqual(form(asked[0]), { ExternalId: 'ext', DurationSeconds: '900' });
    assert.match(asked[0]?.headers.authorization ?? '', /Credential=BASE\//);
  });

  const bad: [string, string, RegExp][] = [
    ['that is not there', 'nobody', /no profile "nobody"/],
    ['whose source_profile is circular', 'circle', /circular/],
    ['whose program fails', 'leak', /credential_process failed \(3\)$/],
  ];
  for (const [what, name, message] of bad) {
    it(`${what} is named`, () =>
      assert.rejects(ask(as(name)), { code: 'NO_CREDENTIALS', message }));
  }
});
