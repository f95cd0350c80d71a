// Common mistakes in providers and kubelets, found in a node's files, flags and versions.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
      /^HW0583 .*passes the plugin eks\.amazonaws\.com\/role-arn, but .* eks\.amazonaws\.com\/ecr-role-arn only/,
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
      'with hosts that the plugin supports since a later release',
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
    it(`${what} is reported`, () => {
      const found = check({ config: config(fields), ...options });
      assert.ok(
        found.some((one) => expected.test(one)),
        found.join('\n'),
      );
    });
  }

  it('without a mistake has no findings', () =>
    assert.deepEqual(
      check({ config: config(), kubeletVersion: '1.36.1', pluginVersion: '1.36.1' }),
      [],
    ));

  for (const kind of nodeKinds) {
    for (const partition of partitionNames) {
      it(`of ours has no findings on ${kind} for ${partition}`, () => {
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

  for (const form of [
    '*.dkr.ecr.us-east-1.amazonaws.com',
    '111122223333.dkr.ecr.*.amazonaws.com',
    '*.dkr.ecr.us-*.amazonaws.com',
  ]) {
    it(`with ${form} alone is restricted, which is a warning that says to what`, () => {
      const found = checkProviders({ config: config({ matchImages: [form] }), partition: 'aws' });
      assert.deepEqual(
        found.map(({ code }) => code),
        ['HW0586', 'HW0585', 'HW0584'],
      );
      assert.ok(!found.some(isError));
      assert.equal(
        found[0]?.message,
        `of *.dkr.ecr.*.amazonaws.com, matchImages has only ${form}: images of other accounts or Regions are pulled without credentials`,
      );
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

  it('that does not exist is an error of the caller', () =>
    assert.throws(() => check({ config: join(folder, 'none') }), { kind: 'configuration' }));
});
