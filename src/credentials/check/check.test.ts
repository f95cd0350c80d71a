// The traps of providers and kubelets, each told by what a node's files, flags and versions say.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { stringify } from 'yaml';
import { matchImagesOf, partitionNames } from '../config/match-images.ts';
import { nodeKinds, renderProviderConfig } from '../config/render.ts';
import { type CheckOptions, checkProviders } from './check.ts';
import { isError } from './finding.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-check-'));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

const tokenAttributes = {
  serviceAccountTokenAudience: 'sts.amazonaws.com',
  cacheType: 'Token',
  requireServiceAccount: false,
};

function config(fields: object = {}): string {
  const provider = {
    name: 'ecr-credential-provider',
    matchImages: matchImagesOf('aws'),
    defaultCacheDuration: '0s',
    apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
    ...fields,
  };
  const path = join(folder, `${++files}.yaml`);
  const text = { apiVersion: 'kubelet.config.k8s.io/v1', kind: 'CredentialProviderConfig' };
  writeFileSync(path, stringify({ ...text, providers: [provider] }));
  return path;
}

const check = (options: Partial<CheckOptions>) =>
  checkProviders({ partition: 'aws', ...options }).map(({ code, message }) => `${code} ${message}`);

describe('a configuration', () => {
  const alpha = 'credentialprovider.kubelet.k8s.io/v1alpha1';
  const rows: [string, object, Partial<CheckOptions>, RegExp][] = [
    ['with an unknown field', { cache: 1 }, {}, /^HW0571 .*unknown field/],
    ['without patterns', { matchImages: [] }, {}, /^HW0571 .*matchImages/],
    [
      'of Amazon Linux, without ECR Public',
      { matchImages: matchImagesOf('aws').filter((one) => !one.includes('public')) },
      {},
      /^HW0584 .*public\.ecr\.aws, ecr-public\.aws\.com.*anonymously/,
    ],
    [
      'without FIPS hosts',
      { matchImages: matchImagesOf('aws').filter((one) => !one.includes('ecr-fips')) },
      {},
      /^HW0585 .*\*\.dkr\.ecr-fips\.\*\.amazonaws\.com/,
    ],
    [
      'with half an escape in a pattern',
      { matchImages: ['%invalid%'] },
      {},
      /^HW0571 .*match image is invalid: parse "https:\/\/%invalid%": invalid URL escape "%in"/,
    ],
    [
      'with half a range in a pattern',
      { matchImages: ['[a-.dkr.ecr.*.amazonaws.com'] },
      {},
      /^HW0571 .*missing '\]' in host/,
    ],
    [
      'that hands the annotation of IRSA to the plugin',
      {
        tokenAttributes: {
          ...tokenAttributes,
          optionalServiceAccountAnnotationKeys: ['eks.amazonaws.com/role-arn'],
        },
      },
      {},
      /^HW0583 .*hands the plugin eks\.amazonaws\.com\/role-arn, but .* eks\.amazonaws\.com\/ecr-role-arn only/,
    ],
    [
      'whose glob would have to cross a dot',
      { matchImages: [...matchImagesOf('aws'), '*.amazonaws.com'] },
      {},
      /^HW0574 .*its 3 labels/,
    ],
    [
      'that asks for every registry',
      { matchImages: [...matchImagesOf('aws'), '*.*'] },
      {},
      /^HW0579 .*"\*\.\*"/,
    ],
    ['of the old version', { apiVersion: alpha }, { pluginVersion: '1.27.1' }, /^HW0575 .*v1 only/],
    ['of the new version', {}, { pluginVersion: 'v1.26.0', partition: 'aws-us-gov' }, /^HW0575/],
    ['for a kubelet before v1', {}, { kubeletVersion: 'v1.25.3' }, /^HW0575 .*1\.26/],
    ['that keeps what it should not', { defaultCacheDuration: '12h' }, {}, /^HW0578 .*12 hours/],
    [
      'with hosts that the plugin learnt later',
      {},
      { pluginVersion: '1.35.0' },
      /^HW0580 .*ecr-public/,
    ],
    ['per pod for an old kubelet', { tokenAttributes }, { kubeletVersion: '1.32.1' }, /^HW0577/],
    ['per pod for 1.33', { tokenAttributes }, { kubeletVersion: '1.33.1' }, /^HW0577 .*gate/],
    ['per pod for the plugin 1.34', { tokenAttributes }, { pluginVersion: '1.34.3' }, /^HW0581/],
    ['per pod for an old plugin', { tokenAttributes }, { pluginVersion: '1.33.4' }, /^HW0577/],
  ];
  for (const [what, fields, options, expected] of rows) {
    it(`${what} is told`, () => {
      const found = check({ config: config(fields), ...options });
      assert.ok(
        found.some((one) => expected.test(one)),
        found.join('\n'),
      );
    });
  }

  it('without a fault has none told', () =>
    assert.deepEqual(
      check({ config: config(), kubeletVersion: '1.36.1', pluginVersion: '1.36.1' }),
      [],
    ));

  for (const kind of nodeKinds) {
    for (const partition of partitionNames) {
      it(`of ours has no fault on ${kind} for ${partition}`, () => {
        const config = join(folder, `${kind}-${partition}`);
        const tokenAttributes = kind !== 'bottlerocket';
        writeFileSync(config, renderProviderConfig(kind, { partition, tokenAttributes, maps: [] }));
        assert.deepEqual(check({ config, kubeletVersion: '1.34.0', partition }), []);
      });
    }
  }

  for (const form of ['*.dkr.ecr.*.amazonaws.com', '*.dkr-ecr.*.on.aws']) {
    it(`with ${form} alone has warnings only`, () => {
      const found = checkProviders({ config: config({ matchImages: [form] }), partition: 'aws' });
      assert.deepEqual(
        found.map(({ code }) => code),
        ['HW0585', 'HW0584'],
      );
      assert.ok(!found.some(isError));
    });
  }

  it('may name one account or Region', () =>
    assert.deepEqual(
      check({
        config: config({
          matchImages: [...matchImagesOf('aws'), '111122223333.dkr.ecr.eu-west-1.amazonaws.com'],
        }),
      }),
      [],
    ));

  it('that is not there is an error of the caller', () =>
    assert.throws(() => check({ config: join(folder, 'none') }), { kind: 'configuration' }));
});

describe('the executable of a provider', () => {
  const binary = (name: string, bytes: Buffer | string, mode = 0o755) => {
    const binDir = join(folder, `bin${++files}`);
    mkdirSync(binDir);
    writeFileSync(join(binDir, name), bytes, { mode });
    return binDir;
  };
  const elf = (machine: number, loader: string) => {
    const head = Buffer.alloc(200);
    head.write('\x7fELF', 'latin1');
    head.writeUInt16LE(machine, 18);
    head.write(loader, 100);
    return head;
  };
  const own = process.arch === 'arm64' ? 183 : 62;
  const name = 'ecr-credential-provider';
  const rows: [string, string, RegExp][] = [
    ['that is missing', binary('another', ''), /^HW0572 there is no /],
    ['that is not executable', binary(name, '', 0o644), /is not executable$/],
    ['for another machine', binary(name, elf(183 + 62 - own, '')), /another architecture/],
    [
      'linked with a C library that is not there',
      binary(name, elf(own, '/lib/ld-musl-none.so.1')),
      /needs \/lib\/ld-musl-none\.so\.1/,
    ],
  ];
  for (const [what, binDir, expected] of rows) {
    it(`${what} is told`, () =>
      assert.match(check({ config: config(), binDir })[0] ?? '', expected));
  }
  it('may be a script', () =>
    assert.deepEqual(check({ config: config(), binDir: binary(name, '#!/bin/sh') }), []));
  it('may not be a docker helper', () =>
    assert.match(
      check({ config: config({ name: 'docker-credential-ecr-login' }), binDir: folder })[0] ?? '',
      /docker credential helper/,
    ));
});

describe('the flags of a kubelet', () => {
  const rows: [string, string, string, RegExp][] = [
    ['without any of the two', '--node-ip=10.0.0.1', '1.31.0', /config and .*bin-dir: it runs no/],
    [
      'with one of the two',
      '--image-credential-provider-config=/x',
      '1.31.0',
      /with --image-credential-provider-bin-dir/,
    ],
    [
      'with a gate that is gone',
      '--feature-gates=KubeletCredentialProviders=true',
      '1.28.0',
      /does not start/,
    ],
  ];
  for (const [what, kubeletFlags, kubeletVersion, expected] of rows) {
    it(`${what} are told`, () => {
      const found = check({ kubeletFlags, kubeletVersion, config: config() });
      assert.ok(
        found.some((one) => one.startsWith('HW0576') && expected.test(one)),
        found.join('\n'),
      );
    });
  }

  it('say where the configuration and the executables are', () => {
    const kubeletFlags = `--image-credential-provider-config ${config()} --image-credential-provider-bin-dir=${folder}/no`;
    assert.match(check({ kubeletFlags })[0] ?? '', /^HW0572 there is no /);
  });
});

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

  it('hold one document that the kubelet reads', () => {
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
    assert.match(first, /^HW0573 /);
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

  it('may be user data, with what is wrong in it', () => {
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

  it('that are broken TOML are refused with the place', () => {
    const path = written('broken.toml', '[settings.kubernetes\n');
    assert.throws(() => check({ config: path }), {
      code: 'HW0562',
      message: /cannot read .*TOML.*\(line 1\)$/,
    });
  });

  it('of the China partition are told its own suffix', () => {
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
