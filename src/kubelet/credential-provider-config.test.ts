import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mergeConfigs, parseCredentialProviderConfig } from './credential-provider-config.ts';

const provider = {
  name: 'ecr-credential-provider',
  matchImages: ['*.dkr.ecr.*.amazonaws.com'],
  defaultCacheDuration: '12h0m0s',
  apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
};
const tokenAttributes = {
  serviceAccountTokenAudience: 'sts.amazonaws.com',
  cacheType: 'Token',
  requireServiceAccount: true,
};
const config = (...providers: object[]) => ({
  apiVersion: 'kubelet.config.k8s.io/v1',
  kind: 'CredentialProviderConfig',
  providers,
});
const parse = (value: object) => parseCredentialProviderConfig(JSON.stringify(value));

describe('parseCredentialProviderConfig', () => {
  it("reads EKS's YAML", () => {
    const { providers } = parseCredentialProviderConfig(`
apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
  - name: ecr-credential-provider
    matchImages: ["*.dkr.ecr.*.amazonaws.com", public.ecr.aws]
    defaultCacheDuration: "12h"
    apiVersion: credentialprovider.kubelet.k8s.io/v1
    args: [get-credentials]
    env: [{name: AWS_PROFILE, value: x}]
`);
    assert.deepEqual(providers, [
      {
        name: 'ecr-credential-provider',
        matchImages: ['*.dkr.ecr.*.amazonaws.com', 'public.ecr.aws'],
        defaultCacheDuration: 12 * 3_600_000,
        apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
        args: ['get-credentials'],
        env: [{ name: 'AWS_PROFILE', value: 'x' }],
      },
    ]);
  });

  it('reads JSON with tokenAttributes', () => {
    const [first] = parse(config({ ...provider, tokenAttributes })).providers;
    assert.equal(first?.tokenAttributes?.serviceAccountTokenAudience, 'sts.amazonaws.com');
  });

  const versions =
    '"credentialprovider.kubelet.k8s.io/v1", "credentialprovider.kubelet.k8s.io/v1alpha1", "credentialprovider.kubelet.k8s.io/v1beta1"';
  const invalid: [object, string][] = [
    [config(), 'providers: Required value: at least 1 item in plugins is required'],
    [
      config({ ...provider, name: '' }),
      'providers.name: Required value: the executable is looked for by it',
    ],
    [
      config({ ...provider, name: 'a/b' }),
      `providers.name: Invalid value: "a/b": provider name cannot contain '/'`,
    ],
    [
      config({ ...provider, name: 'a b' }),
      'providers.name: Invalid value: "a b": provider name cannot contain spaces',
    ],
    [
      config({ ...provider, name: '..' }),
      `providers.name: Invalid value: "..": provider name cannot be '..'`,
    ],
    [config(provider, provider), 'providers.name: Duplicate value: "ecr-credential-provider"'],
    [config({ ...provider, apiVersion: '' }), 'providers.apiVersion: Required value'],
    [
      config({ ...provider, apiVersion: 'v1' }),
      `providers.apiVersion: Unsupported value: "v1": supported values: ${versions}`,
    ],
    [
      config({ ...provider, matchImages: [] }),
      'providers.matchImages: Required value: at least 1 item in matchImages is required',
    ],
    [
      config({ ...provider, defaultCacheDuration: undefined }),
      'providers.defaultCacheDuration: Required value',
    ],
    [
      config({ ...provider, defaultCacheDuration: '-1s' }),
      'providers.defaultCacheDuration: Invalid value: "-1s": defaultCacheDuration must be greater than or equal to 0',
    ],
    [
      config({ ...provider, tokenAttributes: { ...tokenAttributes, cacheType: undefined } }),
      'providers.tokenAttributes.cacheType: Required value: cacheType is required to be set when tokenAttributes is specified. Supported values are: ServiceAccount, Token',
    ],
    [
      config({
        ...provider,
        tokenAttributes: {
          ...tokenAttributes,
          requireServiceAccount: false,
          requiredServiceAccountAnnotationKeys: ['eks.amazonaws.com/ecr-role-arn'],
        },
      }),
      'providers.tokenAttributes.requiredServiceAccountAnnotationKeys: Forbidden: requireServiceAccount cannot be false when requiredServiceAccountAnnotationKeys is set',
    ],
    [
      config({ ...provider, matchImages: [], apiVersion: '' }),
      '[providers.apiVersion: Required value, providers.matchImages: Required value: at least 1 item in matchImages is required]',
    ],
  ];
  for (const [value, text] of invalid) {
    it(`refuses with: ${text.slice(0, 90)}`, () =>
      assert.throws(() => parse(value), {
        code: 'PROVIDER_CONFIG',
        message: `failed to validate credential provider config: ${text}`,
      }));
  }

  const undecodable: [string, string, RegExp][] = [
    ['no YAML', '{', /error converting YAML to JSON/],
    ['a duplicate key', 'kind: a\nkind: b', /error converting YAML to JSON/],
    ['very many keys', 'k: 1\n'.repeat(60_000), /has 300000 bytes, and .* more than 262144/],
    ['deep nesting', '['.repeat(200_000), /nesting exceeded maxDepth/],
    ['aliases, which can expand to any size', 'kind: &a [x]\nother: *a', /exceeded maxAliases/],
    ['another kind', '{"kind":"Pod"}', /failed to decode "Pod" \(wrong Kind\)/],
    [
      'another group',
      '{"kind":"CredentialProviderConfig","apiVersion":"v1"}',
      /unexpected Group: v1/,
    ],
    [
      'an unknown field',
      JSON.stringify(config({ ...provider, matchImage: 'x' })),
      /strict decoding error: unknown field "providers\[0\].matchImage"/,
    ],
    [
      'a duration without unit',
      JSON.stringify(config({ ...provider, defaultCacheDuration: '12' })),
      /cannot unmarshal string into field providers\[0\].defaultCacheDuration/,
    ],
  ];
  for (const [what, text, message] of undecodable) {
    it(`refuses ${what}`, () =>
      assert.throws(() => parseCredentialProviderConfig(text), {
        code: 'PROVIDER_CONFIG',
        message,
      }));
  }
});

describe('mergeConfigs', () => {
  it('joins providers in order and refuses duplicate names', () => {
    const one = parse(config(provider));
    const two = parse(config({ ...provider, name: 'other' }));
    assert.deepEqual(
      mergeConfigs([one, two]).providers.map(({ name }) => name),
      ['ecr-credential-provider', 'other'],
    );
    assert.throws(() => mergeConfigs([one, one]), /duplicate provider name/);
  });
});
