// The face of `hawser lifecycle preview`: shapes, exit codes, and JSON that stays JSON when it fails.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lifecycle-'));

function preview(policy: unknown, images: unknown, output = 'json') {
  const write = (name: string, content: unknown): string => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const files = [
    '--policy',
    write('policy.json', policy),
    '--images',
    write('images.json', images),
  ];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, 'lifecycle', 'preview', ...files, '--now', '2026-06-01T00:00:00Z', '-o', output],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

const policy = {
  rules: [
    {
      rulePriority: 5,
      selection: {
        tagStatus: 'untagged',
        countType: 'sinceImagePushed',
        countUnit: 'days',
        countNumber: 14,
      },
      action: { type: 'expire' },
    },
  ],
};
const images = [
  { digest: 'sha256:aa', tags: [], pushedAt: '2026-01-01T00:00:00Z' },
  { digest: 'sha256:bb', tags: ['v1'], pushedAt: '2026-01-01T00:00:00+02:00' },
];

describe('hawser lifecycle preview', () => {
  it('prints the actions', () => {
    const { status, stdout } = preview(policy, images);
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(stdout), {
      actions: [{ digest: 'sha256:aa', action: 'EXPIRE', rulePriority: 5 }],
    });
  });

  it('takes the policy as aws ecr get-lifecycle-policy prints it', () => {
    const printed = { repositoryName: 'app', lifecyclePolicyText: JSON.stringify(policy) };
    assert.equal(preview(printed, images).stdout, preview(policy, images).stdout);
  });

  it('prints a line for people for each, and the sum', () => {
    assert.equal(
      preview(policy, images, 'text').stdout,
      'rule 5: sha256:aa (untagged) expires\n2 images: 1 expire, 0 go into the archive, 1 stay as they are\n',
    );
  });

  it("refuses a policy in ECR's words", () => {
    const { status, stdout } = preview({ rules: 'x' }, images);
    assert.equal(status, 1);
    const { error } = JSON.parse(stdout);
    assert.equal(error.code, 'InvalidParameterException');
    assert.match(error.message, /^Invalid parameter at 'LifecyclePolicyText' failed to satisfy/);
  });

  it('names the field of the images that is wrong', () => {
    const wrong: [images: unknown, named: RegExp][] = [
      [{}, /^images must be a list/],
      [[...images, { ...images[0], digest: 1 }], /^images\[2\]\.digest/],
      [[...images, images[0]], /^images\[2\]\.digest is the digest of an earlier/],
      [[{ ...images[0], tags: 'v1' }], /^images\[0\]\.tags/],
      [[{ digest: 'd', tags: [] }], /^images\[0\]\.pushedAt/],
      [[{ ...images[0], lastPulledAt: 'soon' }], /^images\[0\]\.lastPulledAt/],
      [[{ ...images[0], pushedAt: '2026-02-30T00:00:00Z' }], /^images\[0\]\.pushedAt/],
      [[{ ...images[0], storageClass: 'COLD' }], /^images\[0\]\.storageClass/],
    ];
    for (const [list, named] of wrong) {
      const { status, stdout } = preview(policy, list);
      assert.equal(status, 1);
      const { error } = JSON.parse(stdout);
      assert.equal(error.code, 'USAGE');
      assert.match(error.message, named);
    }
  });

  describe('with the output of aws ecr describe-images', () => {
    const detail = (imageDigest: string, more: object = {}) => ({
      registryId: '111122223333',
      repositoryName: 'app',
      imageDigest,
      imageSizeInBytes: 1,
      imagePushedAt: '2026-01-01T00:00:00.123000+00:00',
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
      imageStatus: 'ACTIVE',
      ...more,
    });
    const imageDetails = [
      detail('sha256:aa'),
      detail('sha256:bb', { imageTags: ['v1'] }),
      detail('sha256:cc', { imagePushedAt: 1_780_000_000.5 }),
      detail('sha256:dd', { imageStatus: 'ARCHIVED', lastArchivedAt: '2026-02-01T00:00:00Z' }),
      detail('sha256:ee', { subjectManifestDigest: 'sha256:bb' }),
    ];
    const actions = { actions: [{ digest: 'sha256:aa', action: 'EXPIRE', rulePriority: 5 }] };

    it('says what becomes of the images', () => {
      const { status, stdout, stderr } = preview(policy, { imageDetails });
      assert.deepEqual([status, JSON.parse(stdout), stderr], [0, actions, '']);
    });

    it('takes the list of details alone', () => {
      assert.deepEqual(JSON.parse(preview(policy, imageDetails).stdout), actions);
    });

    it('says that the images of manifest lists are not told', () => {
      const imageManifestMediaType = 'application/vnd.oci.image.index.v1+json';
      const list = detail('sha256:ff', { imageTags: ['all'], imageManifestMediaType });
      const { stdout, stderr } = preview(policy, { imageDetails: [...imageDetails, list] });
      assert.deepEqual(JSON.parse(stdout), actions);
      assert.match(
        stderr,
        /^hawser: describe-images does not say which images the 1 manifest lists refer/,
      );
    });

    it('names what is wrong', () => {
      const errorOf = (images: unknown): string =>
        (JSON.parse(preview(policy, images).stdout) as { error: { message: string } }).error
          .message;
      const other = detail('sha256:aa', { repositoryName: 'other' });
      assert.equal(
        errorOf({ imageDetails: [...imageDetails, other] }),
        'imageDetails[5].repositoryName must be that of the first image, app',
      );
      assert.match(
        errorOf({ imageDetails: [detail('sha256:aa', { imagePushedAt: 'yesterday' })] }),
        /^imageDetails\[0\]\.imagePushedAt must be a time/,
      );
      assert.match(errorOf({ images: [] }), /^images must be a list, or the output of/);
    });
  });
});
