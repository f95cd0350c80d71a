import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { makeFolder } from './folders.ts';
import { decodeText, readDocument, readStream } from './input.ts';
import { readRegular, readRegularText, readRegularTextSync, readTail } from './read.ts';
import { replaceFile } from './replace.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-files-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);
const pipe = at('pipe');
spawnSync('mkfifo', [pipe]);

describe('reading a file of settings', () => {
  it('never waits for a named pipe or a device', async () => {
    await assert.rejects(readRegular(pipe), { code: 'NOT_A_FILE' });
    await assert.rejects(readRegular('/dev/zero'), { code: 'NOT_A_FILE' });
    await assert.rejects(readRegular(folder), { code: 'NOT_A_FILE' });
    assert.throws(() => readRegularTextSync(pipe), { code: 'NOT_A_FILE' });
    assert.throws(() => readDocument('/dev/zero', 1024 * 1024), { code: 'TOO_LARGE' });
  });

  it('reads a file whole, up to its limit', async () => {
    writeFileSync(at('some'), 'x'.repeat(200_000));
    assert.equal((await readRegularText(at('some'))).length, 200_000);
    await assert.rejects(readRegular(at('some'), 199_999), { code: 'TOO_LARGE' });
    assert.ok((await readRegularText('/proc/self/status')).includes('Name:'));
  });

  it('reports a missing file with the error of Node', async () => {
    await assert.rejects(readRegular(at('none')), { code: 'ENOENT' });
    assert.throws(() => readDocument(at('none')), { code: 'ENOENT' });
  });

  it('reads only the end of a long file, and does not follow links', async () => {
    writeFileSync(at('long'), 'a'.repeat(100_000));
    appendFileSync(at('long'), 'end');
    assert.equal((await readTail(at('long'), 5)).toString(), 'aaend');
    assert.equal((await readTail(at('long'), 1_000_000)).length, 100_003);
    symlinkSync(at('long'), at('link'));
    await assert.rejects(readTail(at('link'), 5), { code: 'ELOOP' });
  });
});

describe('a pasted text', () => {
  it('is read from UTF-16 too, with a byte order mark or without', () => {
    const text = 'Failed to pull image: 403 Forbidden – ü\n';
    const little = Buffer.from(text, 'utf16le');
    assert.equal(decodeText(Buffer.concat([Buffer.from([0xff, 0xfe]), little])), text);
    assert.equal(decodeText(little), text);
    assert.equal(decodeText(Buffer.from(little).swap16()), text);
    assert.equal(decodeText(Buffer.from(`\ufeff${text}`)), text);
    assert.equal(decodeText(Buffer.from(text)), text);
    assert.equal(decodeText(Buffer.alloc(0)), '');
  });

  it('is refused above the limit, even from an endless stream', async () => {
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) yield Buffer.alloc(1024);
    }
    await assert.rejects(readStream(endless(), 'standard input', 10_000), {
      code: 'TOO_LARGE',
      message: /^standard input is larger than/,
    });
  });
});

describe('a folder', () => {
  it('is created with its parents, accessible only to its user if requested', async () => {
    await makeFolder(at('a/b/c'), 0o700);
    await makeFolder(at('a/b/c'), 0o700);
    assert.equal(statSync(at('a/b')).mode & 0o777, 0o700);
  });

  it('is refused immediately if it cannot be created', async () => {
    await assert.rejects(makeFolder('/proc/nothing/here'), { code: 'ENOENT' });
    writeFileSync(at('file'), '');
    await assert.rejects(makeFolder(at('file/below')), { code: 'ENOTDIR' });
  });
});

describe('replacing a file', () => {
  it('keeps a symbolic link and replaces its target', async () => {
    writeFileSync(at('real'), 'old');
    symlinkSync(at('real'), at('config'));
    await replaceFile(at('config'), 'new', 0o600);
    assert.ok(lstatSync(at('config')).isSymbolicLink());
    assert.equal(readFileSync(at('real'), 'utf8'), 'new');
    assert.equal(statSync(at('real')).mode & 0o777, 0o600);
  });

  it('leaves everything unchanged when it fails', async () => {
    await makeFolder(at('closed'));
    await assert.rejects(replaceFile(at('closed'), 'x', 0o600), { code: 'EISDIR' });
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.new')),
      [],
    );
    chmodSync(at('closed'), 0o700);
  });
});
