// The result of `hawser verify`, by what STS, ECR, the registry and the bucket of its layers answer.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Answering, startAnswering } from '../../test/support/answering.ts';
import type { Proof } from '../chain/proof.ts';
import { indexJson } from '../oci/client/push.ts';
import { digestOf } from '../oci/digest.ts';
import { mediaTypes } from '../oci/media-types.ts';
import type { Platform } from '../oci/platform.ts';
import { probePull } from './probe-pull.ts';
import {
  type Answer,
  described,
  hangUp,
  host,
  image,
  layerPath,
  manifest,
  manifests,
  nameOf,
  registryError,
  role,
  working,
} from './testing/recorded.ts';

describe('a pull that is tried as a role', () => {
  let server: Answering;
  let recorded: Readonly<Record<string, Answer>> = working;

  before(async () => {
    server = await startAnswering((asked, response) => {
      const name = nameOf(asked);
      if (name.startsWith('/') && asked.headers.authorization === undefined) {
        // ECR's challenge tells clients how to authenticate, and they ask again.
        response.writeHead(401, {
          'www-authenticate': `Basic realm="https://${host}/",service="ecr.amazonaws.com"`,
        });
        return response.end();
      }
      const answer = recorded[name] ?? { status: 404 };
      if (answer === hangUp) return response.destroy();
      const { status = 200, type = 'application/octet-stream', body = '' } = answer;
      response.writeHead(status, { 'content-type': type, 'content-length': body.length });
      return response.end(asked.method === 'HEAD' ? undefined : body);
    });
  });
  after(() => server.close());

  function probe(
    changes: Readonly<Record<string, Answer>> = {},
    platform: Platform = { os: 'linux', architecture: 'arm64' },
    reference = image,
  ): Promise<Proof> {
    recorded = { ...working, ...changes };
    server.asked.length = 0;
    return probePull(reference, {
      role,
      platform,
      environment: {
        AWS_ENDPOINT_URL: server.endpoint,
        AWS_ACCESS_KEY_ID: 'AKIACALLER',
        AWS_SECRET_ACCESS_KEY: 'secret',
      },
      signal: AbortSignal.timeout(30_000),
    });
  }
  const statuses = ({ links }: Proof) => links.map(({ link, status }) => `${link} ${status}`);
  const last = ({ links }: Proof) => links.at(-1)?.fact ?? '';

  it('holds when every request succeeds', async () => {
    const proof = await probe();
    assert.equal(proof.verdict, 'holds');
    assert.deepEqual(
      proof.links.map(({ link, fact }) => [link, fact]),
      [
        ['image-reference', `${host}/team/app`],
        ['token', `a token as ${role}`],
        ['image', digestOf(manifest)],
        ['platform', 'linux/arm64'],
        ['layers', '1 layer served'],
      ],
    );
    assert.deepEqual([proof.causes, proof.needs], [[], []]);
  });

  it('assumes the role, signs the request for the token with it, and sends the token to the registry', async () => {
    await probe();
    const [assumed, token, ...pulled] = server.asked;
    assert.equal(new URLSearchParams(assumed?.body).get('RoleArn'), role);
    assert.match(assumed?.headers.authorization ?? '', /Credential=AKIACALLER\//);
    assert.match(token?.headers.authorization ?? '', /Credential=ASIAROLE\//);
    const basic = `Basic ${Buffer.from('AWS:the-password').toString('base64')}`;
    assert.ok(pulled.some(({ headers }) => headers.authorization === basic));
  });

  it('requests only the first byte of a layer', async () => {
    await probe();
    const layers = server.asked.filter(
      (asked) => nameOf(asked) === layerPath && asked.headers.authorization !== undefined,
    );
    assert.deepEqual(
      layers.map(({ method, headers }) => [method, headers.range]),
      [['GET', 'bytes=0-0']],
    );
  });

  it('is unseen where the caller may not assume the role, and sends nothing to ECR', async () => {
    const message = 'User: x is not authorized to perform: sts:AssumeRole on resource: y';
    const proof = await probe({
      AssumeRole: {
        status: 403,
        type: 'text/xml',
        body: `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
      },
    });
    assert.equal(proof.verdict, 'unseen');
    assert.deepEqual(statuses(proof), ['image-reference holds', 'iam-policy unseen']);
    assert.ok(last(proof).includes(message));
    assert.deepEqual(proof.needs, [
      { fact: `what ECR answers to ${role}`, permission: `sts:AssumeRole on ${role}` },
    ]);
    assert.deepEqual(server.asked.map(nameOf), ['AssumeRole']);
  });

  it('is broken where ECR denies the role a token', async () => {
    const message = `User: arn:aws:sts::111122223333:assumed-role/node/x is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action`;
    const proof = await probe({
      GetAuthorizationToken: {
        status: 400,
        type: 'application/x-amz-json-1.1',
        body: JSON.stringify({ __type: 'AccessDeniedException', message }),
      },
    });
    assert.equal(proof.verdict, 'broken');
    assert.deepEqual(statuses(proof), ['image-reference holds', 'iam-policy broken']);
    assert.equal(proof.causes[0]?.code, 'HW0701');
  });

  it('is unseen where another server than ECR answers', async () => {
    const proof = await probe({ GetAuthorizationToken: { body: '<html>' } });
    assert.equal(proof.verdict, 'unseen');
    assert.deepEqual(statuses(proof), ['image-reference holds', 'token unseen']);
  });

  it('is broken where the repository denies the role, with the message that only a GET returns', async () => {
    const message = `User: ${role} is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:us-east-1:444455556666:repository/team/app because no resource-based policy allows the ecr:BatchGetImage action`;
    const proof = await probe({ [manifests]: registryError(403, 'DENIED', message) });
    assert.equal(proof.verdict, 'broken');
    assert.deepEqual(statuses(proof).slice(1), ['token holds', 'repository-policy broken']);
    assert.ok(last(proof).endsWith(` - Server message: denied: ${message}`), last(proof));
    assert.equal(proof.causes[0]?.code, 'HW1301');
  });

  it('is broken where the tag does not exist', async () => {
    const proof = await probe({
      [manifests]: registryError(404, 'MANIFEST_UNKNOWN', 'Requested image not found'),
    });
    assert.deepEqual(statuses(proof).slice(1), ['token holds', 'image broken']);
    assert.equal(proof.causes[0]?.code, 'HW1501');
  });

  it('is broken where the image is not for the platform', async () => {
    const platform = { os: 'linux', architecture: 'arm64' };
    const index = indexJson(mediaTypes.ociIndex, [
      { ...described(mediaTypes.ociManifest, manifest), platform },
    ]);
    const proof = await probe(
      {
        [manifests]: { type: mediaTypes.ociIndex, body: index },
        [`/v2/team/app/manifests/${digestOf(index)}`]: { type: mediaTypes.ociIndex, body: index },
      },
      { os: 'linux', architecture: 'amd64' },
    );
    assert.equal(proof.verdict, 'broken');
    assert.deepEqual(statuses(proof).slice(1), ['token holds', 'platform broken']);
    assert.equal(proof.causes[0]?.code, 'HW1601');
  });

  it('is unseen where the registry cannot be reached from here', async () => {
    const proof = await probe({ [manifests]: hangUp });
    assert.equal(proof.verdict, 'unseen');
    assert.deepEqual(statuses(proof).slice(1), ['token holds', 'network unseen']);
    assert.equal(
      proof.needs[0]?.permission,
      `a route from here to ${host} and to the bucket of its layers`,
    );
  });

  it('is broken where the bucket refuses a layer, after everything else succeeded', async () => {
    const proof = await probe({
      [layerPath]: {
        status: 403,
        type: 'application/xml',
        body: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
      },
    });
    assert.equal(proof.verdict, 'broken');
    assert.deepEqual(statuses(proof).slice(2), ['image holds', 'platform holds', 'layers broken']);
    assert.match(last(proof), /403 Forbidden/);
    assert.ok(proof.causes.length > 0);
  });

  it('does not print the password, even where the registry repeats it', async () => {
    const repeated = `Authorization: Basic ${Buffer.from('AWS:the-password').toString('base64')}`;
    const proof = await probe({ [manifests]: registryError(403, 'DENIED', repeated) });
    const secret = Buffer.from('AWS:the-password').toString('base64');
    assert.equal(JSON.stringify(proof).includes(secret), false);
  });

  it('refuses an image of another registry', async () => {
    const nowhere = '111122223333.dkr.ecr.us-east-1.amazonaws.com.cn/acme/app:v1';
    for (const image of ['ghcr.io/acme/app:v1', nowhere]) {
      await assert.rejects(probe({}, undefined, image), { kind: 'foreignHost' });
    }
    assert.deepEqual(server.asked, []);
  });
});
