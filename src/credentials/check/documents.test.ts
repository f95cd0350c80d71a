// The kinds of files that can hold a configuration: plain, settings of Bottlerocket, user data, scripts.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { stringify } from 'yaml';
import { matchImagesOf } from '../config/match-images.ts';
import { renderProviderConfig } from '../config/render.ts';
import { type CheckOptions, checkProviders } from './check.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-check-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

const check = (options: Partial<CheckOptions>) =>
  checkProviders({ partition: 'aws', ...options }).map(({ code, message }) => `${code} ${message}`);

describe('files of a configuration', () => {
  const written = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const one = (name: string): string =>
    stringify({
      apiVersion: 'kubelet.config.k8s.io/v1',
      kind: 'CredentialProviderConfig',
      providers: [
        {
          name,
          matchImages: matchImagesOf('aws'),
          defaultCacheDuration: '0s',
          apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
        },
      ],
    });

  it('are read up to one document, as by the kubelet', () => {
    const path = written('two.yaml', `---\n${one('first')}---\n${one('second')}`);
    assert.deepEqual(check({ config: path }), [
      `HW0582 ${path} holds 2 documents: the kubelet reads the first one only`,
    ]);
    const single = `# a comment\n---\n${one('first')}---\n# nothing more\n`;
    assert.deepEqual(check({ config: written('one.yaml', single) }), []);
  });

  const bottlerocket = (patterns: readonly string[], more = '') =>
    written(
      `settings-${patterns.length}-${more.length}.toml`,
      `[settings.kubernetes]\ncluster-name = "c"\n\n[settings.kubernetes.credential-providers.ecr-credential-provider]\nenabled = true\ncache-duration = "30m"\nimage-patterns = ${JSON.stringify(patterns)}\n${more}`,
    );

  it('may be settings of Bottlerocket', () => {
    assert.deepEqual(check({ config: bottlerocket(matchImagesOf('aws')) }), []);
    const [first = ''] = check({ config: bottlerocket(['*.dkr.ecr.us-east-1.amazonaws.com']) });
    assert.match(first, /^HW0586 /);
    const misspelt = written(
      'misspelt.toml',
      readFileSync(bottlerocket(matchImagesOf('aws')), 'utf8').replace('provider]', 'providr]'),
    );
    assert.match(
      check({ config: misspelt })[0] ?? '',
      /^HW0572 Bottlerocket has no executable ecr-credential-providr: /,
    );
    const odd = bottlerocket(matchImagesOf('aws'), 'environment = 1\n');
    assert.match(check({ config: odd })[0] ?? '', /^HW0571 .*environment is not a table/);
  });

  const userData = (changed: (text: string) => string) => {
    const text = renderProviderConfig('al2023', {
      partition: 'aws',
      tokenAttributes: false,
      maps: [],
    });
    return check({ config: written(`user-data-${++files}`, changed(text)) });
  };

  it('may be user data, whose mistakes are reported', () => {
    assert.deepEqual(
      userData((text) => text.replaceAll('\n', '\r\n')),
      [],
    );
    assert.match(
      userData((text) => text.replace('matchImages', 'matchImage'))[0] ?? '',
      /^HW0571 /,
    );
    assert.match(
      userData((text) => text.replace('config=/etc/hawser', 'config=/etc/other'))[0] ?? '',
      /^HW0576 the user data writes \/etc\/hawser\/.*config\.yaml, and starts the kubelet with .*=\/etc\/other/,
    );
    assert.match(
      userData((text) => text.replace(/- --image-credential-provider-bin-dir.*/, '- --v=2'))[0] ??
        '',
      /^HW0576 .*bin-dir/,
    );
    assert.match(
      userData((text) => text.replace('CredentialProviderConfig', 'Other'))[0] ?? '',
      /^HW0571 the user data has no CredentialProviderConfig/,
    );
  });

  it('may be parts in base64, or a script', () => {
    const encoded = Buffer.from(`#!/bin/sh\ncat <<EOF > /etc/x.yaml\n${one('a')}EOF\n`);
    const parts = `Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/x-shellscript\nContent-Transfer-Encoding: base64\n\n${encoded.toString('base64')}\n--B--\n`;
    assert.deepEqual(check({ config: written('encoded', parts) }), []);
    assert.deepEqual(check({ config: written('script.sh', encoded.toString()) }), []);
    const other = check({ config: written('other.sh', '#!/bin/sh\necho no\n') });
    assert.match(other[0] ?? '', /^HW0571 this shell script writes no CredentialProviderConfig/);
  });

  it('with invalid TOML are refused with the position', () => {
    const path = written('broken.toml', '[settings.kubernetes\n');
    assert.throws(() => check({ config: path }), {
      code: 'HW0562',
      message: /cannot read .*TOML.*\(line 1\)$/,
    });
  });

  it('of the China partition get its own suffix in the advice', () => {
    const config = written(
      'china.yaml',
      one('ecr-credential-provider').replace(
        '*.dkr.ecr.*.amazonaws.com',
        '*.dkr.ecr.*.amazonaws.cn',
      ),
    );
    const found = checkProviders({ config, partition: 'aws' });
    const useless = found.find(({ code }) => code === 'HW0574');
    assert.match(useless?.fix ?? '', /\*\.dkr\.ecr\.\*\.amazonaws\.com\.cn/);
  });
});
