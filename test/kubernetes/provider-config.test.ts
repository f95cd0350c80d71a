// Whether a kubelet starts with a credential provider configuration: Hawser's reading beside the kubelet's own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { parseCredentialProviderConfig } from '../../src/kubelet/credential-provider-config.ts';
import { runHawser } from './both-clusters.ts';
import { componentPath } from './components.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-judge-'));
const file = join(folder, 'config.yaml');

/** What the kubelet says; undefined when it would start. */
function kubeletSays(text: string): string | undefined {
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync(componentPath('judge'), [file, folder], {
    encoding: 'utf8',
  });
  if (status === 0 || /plugin binary executable .* did not exist/.test(stdout)) return undefined;
  assert.equal(status, 2, stderr);
  return stdout.trim();
}

function hawserSays(text: string): string | undefined {
  try {
    parseCredentialProviderConfig(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const oneOf = <Value>(...values: readonly Value[]) => fc.constantFrom(...values);
const attributes = fc.record(
  {
    serviceAccountTokenAudience: oneOf('sts.amazonaws.com', '', ' '),
    cacheType: oneOf('Token', 'ServiceAccount', '', 'token'),
    requireServiceAccount: oneOf(true, false),
    requiredServiceAccountAnnotationKeys: oneOf([], ['a/b'], ['a/b', 'a/b'], ['a b'], ['-x/y']),
    optionalServiceAccountAnnotationKeys: oneOf([], ['a/b'], ['c.d/e'], ['/'], ['A/b']),
  },
  { requiredKeys: [] },
);
const provider = fc.record(
  {
    name: oneOf('ecr-credential-provider', 'other', '', '.', '..', 'a b', 'a/b', 'ä'),
    matchImages: oneOf(
      ['*.dkr.ecr.*.amazonaws.com'],
      ['public.ecr.aws', '*.example.com:5000/path'],
      ['https://example.com'],
      ['*'],
      ['*.*.*'],
      ['a*b.com'],
      ['[a-.com'],
      ['%invalid%'],
      ['example.com:port'],
      ['example.com:*'],
      ['//example.com'],
      [''],
      [],
    ),
    defaultCacheDuration: oneOf<string | number>('12h', '0s', '-1s', '1h30m', '12', '', 5),
    apiVersion: oneOf(
      'credentialprovider.kubelet.k8s.io/v1',
      'credentialprovider.kubelet.k8s.io/v1beta1',
      'credentialprovider.kubelet.k8s.io/v1alpha1',
      'v1',
      '',
    ),
    args: oneOf([], ['get-credentials']),
    env: oneOf([], [{ name: 'A', value: 'b' }], [{ name: 'A' }], [{ nam: 'A' }]),
    tokenAttributes: attributes,
  },
  { requiredKeys: ['name', 'matchImages', 'defaultCacheDuration', 'apiVersion'] },
);
const usually = <Value>(value: Value, ...others: readonly Value[]) =>
  fc.oneof({ arbitrary: fc.constant(value), weight: 9 }, fc.constantFrom(...others));
const config = fc.record({
  apiVersion: usually('kubelet.config.k8s.io/v1', 'kubelet.config.k8s.io/v1beta1', 'v1', ''),
  kind: usually('CredentialProviderConfig', 'KubeletConfiguration', ''),
  providers: fc.array(provider, { maxLength: 2 }),
});

describe('a credential provider configuration', () => {
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is refused by Hawser where the kubelet refuses it, and taken where it takes it', () => {
    fc.assert(
      fc.property(config, (value) => {
        const text = JSON.stringify(value);
        const [kubelet, hawser] = [kubeletSays(text), hawserSays(text)];
        assert.equal(hawser === undefined, kubelet === undefined, `${kubelet}\n${hawser}`);
      }),
      { numRuns: 600 },
    );
  });

  // Bottlerocket has settings of its own instead.
  const kinds = ['al2023', 'self-managed', 'k3s', 'rke2', 'talos', 'hybrid'];
  const ways = [[], ['--token-attributes'], ['--partition', 'all'], ['--cache', '/var/cache/ecr']];
  for (const kind of kinds) {
    for (const flags of ways) {
      it(`that is rendered for ${kind} ${flags.join(' ')} is taken by the kubelet`, () => {
        const args = ['credential-provider', 'render', '--for', kind, ...flags];
        const { status, stdout, stderr } = runHawser(args, process.env);
        assert.equal(status, 0, stderr);
        assert.equal(kubeletSays(providerConfigIn(stdout)), undefined);
      });
    }
  }
});

/** The configuration among the files that are printed; its keys stand in one column, wherever that is. */
function providerConfigIn(printed: string): string {
  const lines = printed.split('\n');
  const first = lines.findIndex((line) => /^ *apiVersion: kubelet\.config\.k8s\.io/.test(line));
  const column = lines[first]?.search(/\S/) ?? 0;
  const rest = lines.slice(first).map((line) => line.slice(column));
  const end = rest.findIndex((line) => !/^(apiVersion|kind|providers|\s+\S)/.test(line));
  return rest.slice(0, end === -1 ? undefined : end).join('\n');
}
