import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { MovableClock } from '../clock/clock.ts';
import type { TokenAttributes } from '../kubelet/credential-provider-config.ts';
import { PluginProvider, type PodIdentity, type ServiceAccounts } from './credential-provider.ts';
import { kubeletWords } from './kubelet-words.ts';
import { ProviderMetrics } from './metrics.ts';

const v1 = 'credentialprovider.kubelet.k8s.io/v1';
const hour = 3_600_000;
const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app';
const pod: PodIdentity = { namespace: 'shop', name: 'web', uid: 'u1', serviceAccountName: 'cart' };
const folder = mkdtempSync(join(tmpdir(), 'hawser-plugin-'));
after(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
/** A plugin whose body is shell; each run appends its stdin to a file. */
function plugin(body: string): { name: string; inputs: () => Record<string, unknown>[] } {
  const name = `plugin-${++made}`;
  const record = join(folder, `${name}.stdin`);
  writeFileSync(join(folder, name), `#!/bin/sh\nprintf '%s\\n' "$(cat)" >> ${record}\n${body}\n`);
  chmodSync(join(folder, name), 0o755);
  const lines = () => readFileSync(record, 'utf8').trim().split('\n');
  return { name, inputs: () => lines().map((line) => JSON.parse(line)) };
}

const answer = (fields: object = {}) =>
  `echo '${JSON.stringify({
    kind: 'CredentialProviderResponse',
    apiVersion: v1,
    cacheKeyType: 'Registry',
    auth: { [image.split('/')[0] ?? '']: { username: 'AWS', password: 'pass' } },
    ...fields,
  })}'`;

function setUp(
  name: string,
  options: { token?: TokenAttributes; accounts?: Partial<ServiceAccounts>; limit?: number } = {},
) {
  const logged: string[] = [];
  const clock = new MovableClock();
  const metrics = new ProviderMetrics();
  const provider = new PluginProvider(
    {
      name,
      matchImages: ['*.dkr.ecr.*.amazonaws.com'],
      defaultCacheDuration: 12 * hour,
      apiVersion: v1,
      args: [],
      env: [{ name: 'GREETING', value: 'from config' }],
      ...(options.token ? { tokenAttributes: options.token } : {}),
    },
    {
      binDirectory: folder,
      environment: { PATH: '/usr/bin:/bin', GREETING: 'from kubelet', HOME: '/root' },
      clock,
      metrics,
      words: kubeletWords('v1.34.2'),
      log: (line) => logged.push(line),
      ...(options.limit ? { timeLimit: options.limit } : {}),
      serviceAccounts: {
        get: async () => ({ uid: 'sa', annotations: {} }),
        token: async () => 'jwt',
        ...options.accounts,
      },
    },
  );
  return { provider, clock, logged, metrics };
}

describe('a credential provider', () => {
  it("speaks the kubelet's exec protocol", async () => {
    const { name, inputs } = plugin(answer());
    const { provider } = setUp(name);
    const auth = await provider.provide(image, pod);
    assert.deepEqual(Object.values(auth), [{ username: 'AWS', password: 'pass' }]);
    assert.deepEqual(inputs(), [{ kind: 'CredentialProviderRequest', apiVersion: v1, image }]);
  });

  it('is not run for an image that does not match', async () => {
    const { provider } = setUp('no-such-plugin');
    assert.deepEqual(await provider.provide('registry.k8s.io/pause', pod), {});
  });

  it("has the kubelet's environment with the configuration's on top", async () => {
    const { name } = plugin('echo "$GREETING in $HOME" >&2; exit 1');
    const { provider, logged } = setUp(name);
    await provider.provide(image, pod);
    assert.match(logged[0] ?? '', /exit status 1: from config in \/root/);
  });

  it('is run once for pulls of one image at the same time, and once for each image', async () => {
    const { name, inputs } = plugin(`sleep 0.1; ${answer()}`);
    const { provider } = setUp(name);
    await Promise.all([
      provider.provide(image, pod),
      provider.provide(image, pod),
      provider.provide(`${image}2`, pod),
    ]);
    assert.equal(inputs().length, 2);
  });

  it('is run again when its answer has expired', async () => {
    const { name, inputs } = plugin(answer({ cacheDuration: '6h0m0s' }));
    const { provider, clock } = setUp(name);
    await provider.provide(image, pod);
    await provider.provide(`${image}2`, pod);
    assert.equal(inputs().length, 1);
    clock.advance(6 * hour + 1000);
    await provider.provide(image, pod);
    assert.equal(inputs().length, 2);
  });

  const failures: [string, string, string][] = [
    [
      'fails',
      'echo "no IMDS role" >&2; exit 1',
      `error execing credential provider plugin NAME for image ${image}: exit status 1: no IMDS role\n`,
    ],
    [
      'answers in another version',
      answer({ apiVersion: 'credentialprovider.kubelet.k8s.io/v1beta1' }),
      `apiVersion from credential plugin response did not match expected apiVersion:${v1}, actual apiVersion:credentialprovider.kubelet.k8s.io/v1beta1`,
    ],
    [
      'answers no JSON',
      'echo "secret-token"',
      "error reading GVK from response: couldn't get version/kind; json parse error",
    ],
    [
      'answers nonsense',
      answer({ auth: { x: 'secret' } }),
      'error decoding credential provider plugin response from stdout',
    ],
    [
      'answers an unknown cache key',
      answer({ cacheKeyType: 'Pod' }),
      'credential provider plugin did not return a valid cacheKeyType: "Pod"',
    ],
  ];
  for (const [what, body, text] of failures) {
    it(`returns no credentials and logs a line when it ${what}`, async () => {
      const { name } = plugin(body);
      const { provider, logged, metrics } = setUp(name);
      assert.deepEqual(await provider.provide(image, pod), {});
      assert.deepEqual(logged, [
        `Failed getting credential from external registry credential provider: ${text.replace('NAME', name)}`,
      ]);
      assert.doesNotMatch(logged.join(), /secret/);
      assert.match(
        metrics.render(),
        new RegExp(`kubelet_credential_provider_plugin_errors_total\\{plugin_name="${name}"\\} 1`),
      );
    });
  }

  it('is killed after its time limit', async () => {
    const { name } = plugin('exec sleep 20');
    const { provider, logged } = setUp(name, { limit: 100 });
    assert.deepEqual(await provider.provide(image, pod), {});
    assert.match(logged[0] ?? '', /context deadline exceeded/);
  });

  it("is reported missing with Go's message", async () => {
    const { provider, logged } = setUp('gone');
    await provider.provide(image, pod);
    assert.match(logged[0] ?? '', /fork\/exec \/.*\/gone: no such file or directory/);
  });
});

describe('a credential provider with tokenAttributes', () => {
  const key = 'eks.amazonaws.com/ecr-role-arn';
  const token = (fields: Partial<TokenAttributes> = {}): TokenAttributes => ({
    serviceAccountTokenAudience: 'sts.amazonaws.com',
    cacheType: 'ServiceAccount',
    requireServiceAccount: true,
    requiredServiceAccountAnnotationKeys: [],
    optionalServiceAccountAnnotationKeys: [key],
    ...fields,
  });
  const annotated = { get: async () => ({ uid: 'sa', annotations: { [key]: 'arn', other: 'x' } }) };

  it("passes the pod's token and the annotations that are configured", async () => {
    const { name, inputs } = plugin(answer());
    await setUp(name, { token: token(), accounts: annotated }).provider.provide(image, pod);
    assert.deepEqual(inputs()[0], {
      kind: 'CredentialProviderRequest',
      apiVersion: v1,
      image,
      serviceAccountToken: 'jwt',
      serviceAccountAnnotations: { [key]: 'arn' },
    });
  });

  it('is skipped without a log line if a required annotation is missing', async () => {
    const attributes = token({ requiredServiceAccountAnnotationKeys: [key] });
    const { provider, logged } = setUp('gone', { token: attributes });
    assert.deepEqual([await provider.provide(image, pod), logged], [{}, []]);
  });

  it('is skipped for a pod without service account when one is required', async () => {
    const { provider, logged } = setUp('gone', { token: token() });
    const { serviceAccountName: _, ...bare } = pod;
    assert.deepEqual([await provider.provide(image, bare), logged], [{}, []]);
  });

  it('logs a service account that does not exist', async () => {
    const accounts = { get: () => Promise.reject(new Error('not found')) };
    const { provider, logged } = setUp('gone', { token: token(), accounts });
    await provider.provide(image, pod);
    assert.deepEqual(logged, ['Failed to get service account shop/cart: not found']);
  });

  it('caches credentials by account, and by token if configured', async () => {
    let issued = 0;
    const accounts = { ...annotated, token: async () => `jwt-${++issued}` };
    const runs = async (cacheType: string) => {
      const { name, inputs } = plugin(answer());
      const { provider } = setUp(name, { token: token({ cacheType }), accounts });
      await provider.provide(image, pod);
      await provider.provide(image, pod);
      await provider.provide(image, { ...pod, serviceAccountName: 'other' });
      return inputs().length;
    };
    assert.equal(await runs('ServiceAccount'), 2);
    assert.equal(await runs('Token'), 3);
  });
});
