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
});
