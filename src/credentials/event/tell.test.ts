// A failing run with --event: the requests to the API server, and what happens when it does not answer.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, describe, it } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { type Answering, startAnswering } from '../../../test/support/answering.ts';
import { LocalAuthority } from '../../local/certificates.ts';
import { readRing } from '../failures/ring.ts';
import { runCredentialProvider } from '../provider/main.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-event-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

function kubeconfigFor(server: string, user: object = {}, cluster: object = {}): string {
  const path = join(folder, `kubeconfig-${++count}`);
  const config = {
    clusters: [{ name: 'c', cluster: { server, ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

const image = '111122223333.dkr.ecr.us-west-2.amazonaws.com/app';
const jwt = (claims: object) =>
  `x.${Buffer.from(JSON.stringify({ 'kubernetes.io': claims })).toString('base64url')}.s1gnature`;

/** A run without credentials. */
function fail(options: { kubeconfig: string; state: string; fields?: object; nodeName?: string }) {
  const request = {
    kind: 'CredentialProviderRequest',
    apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
    image,
    ...options.fields,
  };
  return runCredentialProvider({
    stdin: Readable.from([Buffer.from(JSON.stringify(request))]),
    environment: {
      HAWSER_STATE_DIR: join(folder, options.state),
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    event: true,
    kubeconfig: options.kubeconfig,
    ...(options.nodeName === undefined ? {} : { nodeName: options.nodeName }),
  });
}

async function withServer(
  answer: Parameters<typeof startAnswering>[0],
  use: (server: Answering) => Promise<void>,
): Promise<void> {
  const server = await startAnswering(answer);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

describe('a failure that is reported as an event', () => {
  it('is about the node, under the name that the API server has for it', () =>
    withServer(
      ({ path }, response) => {
        const username = 'system:node:ip-10-0-0-1.ec2.internal';
        response.statusCode = 201;
        response.end(
          path.includes('reviews') ? JSON.stringify({ status: { userInfo: { username } } }) : '{}',
        );
      },
      async ({ endpoint, asked }) => {
        const server = endpoint.replace('http://', 'http://kubelet:pa55@');
        const { stderr } = await fail({ kubeconfig: kubeconfigFor(server), state: 'node' });
        assert.match(stderr, /^HW0553 [^\n]*instance metadata service$/);
        const [, event] = asked;
        assert.equal(event?.path, '/api/v1/namespaces/default/events');
        assert.equal(event?.headers.authorization, `Basic ${btoa('kubelet:pa55')}`);
        const written = JSON.parse(event?.body ?? '');
        const node = 'ip-10-0-0-1.ec2.internal';
        assert.partialDeepStrictEqual(written, {
          involvedObject: { kind: 'Node', name: node, uid: node },
          type: 'Warning',
          reason: 'CredentialProviderFailed',
          count: 1,
          source: { component: 'hawser-credential-provider', host: node },
        });
        assert.match(written.message, new RegExp(`^${image}: HW0553 node-identity: .*; fix: `));
        assert.match(written.metadata.name, /^ip-10-0-0-1\.ec2\.internal\.[0-9a-f]{16}$/);
      },
    ));

  it('is about the pod that a service account token names, and does not contain the token', () =>
    withServer(
      (_asked, response) => void response.writeHead(201).end('{}'),
      async ({ endpoint, asked }) => {
        const serviceAccountToken = jwt({
          namespace: 'shop',
          serviceaccount: { name: 'cart', uid: '1' },
          pod: { name: 'cart-1', uid: '7f0e' },
        });
        const options = { kubeconfig: kubeconfigFor(endpoint), state: 'pod', nodeName: 'n' };
        await fail({ ...options, fields: { serviceAccountToken } });
        assert.equal(asked[0]?.path, '/api/v1/namespaces/shop/events');
        assert.deepEqual(JSON.parse(asked[0]?.body ?? '').involvedObject, {
          apiVersion: 'v1',
          kind: 'Pod',
          namespace: 'shop',
          name: 'cart-1',
          uid: '7f0e',
        });
        assert.doesNotMatch(asked[0]?.body ?? '', /s1gnature/);
        const [kept] = await readRing(join(folder, 'pod'));
        assert.equal(kept?.serviceAccount, 'shop/cart');
        const strange = jwt({ namespace: '../x', serviceaccount: { name: 'cart' } });
        await fail({ ...options, state: 'strange', fields: { serviceAccountToken: strange } });
        assert.equal(asked[1]?.path, '/api/v1/namespaces/default/events');
      },
    ));

  it('is reported once by consecutive failing runs', () =>
    withServer(
      (_asked, response) => void response.writeHead(201).end('{}'),
      async ({ endpoint, asked }) => {
        const options = { kubeconfig: kubeconfigFor(endpoint), state: 'often', nodeName: 'n' };
        for (let run = 0; run < 12; run++) await fail(options);
        assert.equal(asked.length, 1);
        assert.equal((await readRing(join(folder, 'often'))).length, 12);
      },
    ));

  it('is one event for simultaneous failing runs', () =>
    withServer(
      ({ method }, response) => void response.writeHead(method === 'POST' ? 409 : 200).end('{}'),
      async ({ endpoint, asked }) => {
        const options = { kubeconfig: kubeconfigFor(endpoint), state: 'together', nodeName: 'n' };
        await fail(options);
        assert.deepEqual(
          asked.map(({ method, headers }) => [method, headers['content-type']]),
          [
            ['POST', 'application/json'],
            ['PATCH', 'application/merge-patch+json'],
          ],
        );
        assert.match(
          asked[1]?.path ?? '',
          /^\/api\/v1\/namespaces\/default\/events\/n\.[0-9a-f]{16}$/,
        );
      },
    ));

  it('is sent over TLS with the cluster’s own authority and the kubelet’s certificate', async () => {
    const authority = await LocalAuthority.open(folder);
    const server = await authority.pem('api.cluster.test');
    const client = await authority.pem('kubelet.test');
    const seen: string[] = [];
    const https = createServer(
      { ...server, requestCert: true, rejectUnauthorized: false },
      (request, response) => {
        const { raw } = (request.socket as TLSSocket).getPeerCertificate();
        seen.push(`${request.url} ${raw ? 'with a certificate' : 'without'}`);
        response.writeHead(201).end('{}');
      },
    );
    await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(https.address() as AddressInfo).port}`;
    const user = {
      'client-certificate-data': btoa(client.cert),
      'client-key-data': btoa(client.key),
    };
    const cluster = {
      'certificate-authority': authority.file,
      'tls-server-name': 'api.cluster.test',
    };
    const kubeconfig = kubeconfigFor(url, user, cluster);
    const { stderr } = await fail({ kubeconfig, state: 'tls', nodeName: 'n' });
    const stranger = kubeconfigFor(url, user, { 'tls-server-name': 'api.cluster.test' });
    const refused = await fail({ kubeconfig: stranger, state: 'stranger', nodeName: 'n' });
    https.close();
    https.closeAllConnections();
    assert.doesNotMatch(stderr, /no event/);
    assert.deepEqual(seen, ['/api/v1/namespaces/default/events with a certificate']);
    assert.match(refused.stderr, /^HW0553 [^\n]*\(no event: [^\n]*certificate[^\n]*\)$/);
  });

  it('that cannot be written does not affect the run, which says so in the same line', async () => {
    const { stderr, stdout } = await fail({ kubeconfig: join(folder, 'no-such'), state: 'gone' });
    assert.equal(stdout, '');
    assert.match(stderr, /^HW0553 [^\n]*\(no event: cannot read [^\n]*ENOENT\)$/);
    await withServer(
      (_asked, response) => void response.writeHead(403).end('{"message":"events is forbidden"}'),
      async ({ endpoint }) => {
        const options = { kubeconfig: kubeconfigFor(endpoint), state: 'refused', nodeName: 'n' };
        assert.match(
          (await fail(options)).stderr,
          /\(no event: the API server answered 403 events is forbidden\)$/,
        );
      },
    );
    writeFileSync(join(folder, 'file'), '');
    const nowhere = { kubeconfig: join(folder, 'no-such'), state: 'file/below' };
    assert.match(
      (await fail(nowhere)).stderr,
      /\(no event: failures cannot be counted in [^\n]*\)$/,
    );
  });

  it('is sent once to a server that does not answer, and the run ends', { timeout: 30_000 }, () =>
    withServer(
      () => undefined,
      async ({ endpoint, asked }) => {
        const options = { kubeconfig: kubeconfigFor(endpoint), state: 'hangs', nodeName: 'n' };
        assert.match((await fail(options)).stderr, /\(no event: [^\n]*did not answer\)$/);
        assert.equal(asked.length, 1);
      },
    ),
  );
});
