// A kubelet starts with the rendered configuration, and no host that the provider supports is missing.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse } from 'yaml';
import { parseCredentialProviderConfig } from '../../kubelet/credential-provider-config.ts';
import { matchesImage } from '../../kubelet/match-images.ts';
import { partitions } from '../../names/partitions.ts';
import { parseEcrHost } from '../../names/registry-host.ts';
import { matchImagesOf, partitionNames } from './match-images.ts';
import type { RenderOptions } from './provider-config.ts';
import { nodeKinds, renderProviderConfig } from './render.ts';

const options: RenderOptions = { partition: 'aws', tokenAttributes: false, maps: [] };

describe('matchImages', () => {
  it('of all partitions match every host that the provider answers for', () => {
    const host = fc
      .tuple(
        fc.stringMatching(/^\d{12}$/),
        fc.constantFrom('', '-fips'),
        fc.stringMatching(/^[a-z]{2}-[a-z]{4,9}-[1-9]$/),
        fc.constantFrom(
          ...partitions.flatMap(
            ({ regionPrefix, dnsSuffix, dualStackRegistrySuffix = dnsSuffix }) =>
              [dnsSuffix, dualStackRegistrySuffix].map((suffix) => ({ regionPrefix, suffix })),
          ),
        ),
      )
      .map(([account, fips, name, { regionPrefix, suffix }]) => {
        const region = `${regionPrefix}${regionPrefix === '' ? name : name.slice(3)}`;
        const dkr = suffix.startsWith('on.') ? 'dkr-ecr' : 'dkr.ecr';
        return `${account}.${dkr}${fips}.${region}.${suffix}`;
      });
    const patterns = matchImagesOf('all');
    fc.assert(
      fc.property(host, (name) => {
        assert.ok(parseEcrHost(name));
        assert.ok(
          patterns.some((pattern) => matchesImage(pattern, `${name}/app`)),
          name,
        );
      }),
    );
  });

  it('include ECR Public where its credentials are valid', () => {
    assert.ok(matchImagesOf('aws').includes('public.ecr.aws'));
    assert.ok(!matchImagesOf('aws-us-gov').includes('public.ecr.aws'));
  });

  it('exist for every partition and no other', () => {
    for (const name of partitionNames) assert.ok(matchImagesOf(name).length >= 2);
    assert.throws(() => matchImagesOf('aws-moon'), { kind: 'configuration' });
  });
});

describe('a rendered configuration', () => {
  const configOf = (kind: string, text: string): string => {
    if (kind === 'talos')
      return JSON.stringify(parse(text).machine.kubelet.credentialProviderConfig);
    return /<<'CONFIG'\n(.*)CONFIG\n/s.exec(text)?.[1] ?? text;
  };
  for (const kind of nodeKinds.filter((one) => one !== 'bottlerocket')) {
    for (const tokenAttributes of [false, true]) {
      it(`for ${kind} starts a kubelet${tokenAttributes ? ', with a role per pod' : ''}`, () => {
        const maps = ['mirror.corp:5000=111122223333.dkr.ecr.us-west-2.amazonaws.com'];
        const text = renderProviderConfig(kind, { ...options, maps, tokenAttributes });
        const { providers } = parseCredentialProviderConfig(configOf(kind, text));
        assert.equal(providers.length, tokenAttributes ? 2 : 1);
        assert.equal(providers[0]?.tokenAttributes !== undefined, tokenAttributes);
        const mirrored = 'mirror.corp:5000/app';
        assert.ok(providers[0]?.matchImages.some((one) => matchesImage(one, mirrored)));
      });
    }
  }

  it('for nodeadm passes the kubelet flags that come after its own', () =>
    assert.match(
      renderProviderConfig('al2023', options),
      /kind: NodeConfig\n.*- --image-credential-provider-bin-dir=\/etc\/hawser\/credential-provider\/bin/s,
    ));

  it('for Bottlerocket uses the provider that it ships', () => {
    assert.match(renderProviderConfig('bottlerocket', options), /^ {2}"public\.ecr\.aws",$/m);
    const asked = { ...options, tokenAttributes: true };
    assert.throws(() => renderProviderConfig('bottlerocket', asked), { kind: 'configuration' });
  });

  it('for another kind of node is refused', () =>
    assert.throws(() => renderProviderConfig('windows', options), { kind: 'configuration' }));
});
