import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { tarOf } from './tar.ts';

const tar = (input: Buffer, ...flags: readonly string[]) => execFileSync('tar', flags, { input });

describe('an archive of one file', () => {
  for (const size of [0, 1, 511, 512, 513, 70_000]) {
    it(`of ${size} bytes is read by tar`, () => {
      const body = Buffer.alloc(size, 'a');
      const archive = tarOf('moored', body);
      assert.deepEqual(tar(archive, '-xOf', '-'), body);
      assert.equal(archive.length % 512, 0);
    });
  }

  it('has the given name and permissions', () => {
    const listed = String(tar(tarOf('moored', Buffer.from('x'), 0o755), '-tvf', '-'));
    assert.match(listed, /^-rwxr-xr-x .* moored\n$/);
    assert.match(String(tar(tarOf('a', Buffer.from('x')), '-tvf', '-')), /^-rw-r--r-- /);
  });

  it('is the same for the same content', () => {
    assert.deepEqual(tarOf('a', Buffer.from('x')), tarOf('a', Buffer.from('x')));
  });
});
