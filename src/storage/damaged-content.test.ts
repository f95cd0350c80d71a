// Damaged or missing content is detected when it is requested.
import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { digestOf } from '../oci/digest.ts';
import type { Blobs } from './blobs.ts';
import { openFiles } from './files.ts';

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 0x40;
  writeFileSync(file, bytes);
}

describe('content on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-damage-'));
  const told: string[] = [];
  let blobs: Blobs;
  before(async () => {
    blobs = await openFiles(folder, (line) => void told.push(line));
  });
  after(() => rmSync(folder, { recursive: true }));

  async function put(text: string): Promise<{ digest: string; path: string }> {
    const digest = digestOf(text);
    const id = `put-${Math.random()}`;
    await blobs.begin(id);
    await blobs.append(id, Readable.from([Buffer.from(text)]));
    await blobs.commit(id, digest);
    const hex = digest.slice('sha256:'.length);
    return { digest, path: join(folder, 'blobs', 'sha256', hex.slice(0, 2), hex) };
  }

  const damages: [string, (path: string) => void][] = [
    ['was cut off', (path) => truncateSync(path, 3)],
    ['was made longer', (path) => writeFileSync(path, '!', { flag: 'a' })],
    ['has a flipped bit', (path) => flip(path, 4)],
    ['is gone', (path) => rmSync(path)],
  ];
  for (const [what, damage] of damages) {
    it(`is not served when it ${what}, and repaired when it is stored again`, async () => {
      const text = `content that ${what}`;
      const { digest, path } = await put(text);
      assert.equal(await blobs.size(digest), text.length);
      damage(path);
      assert.equal(await blobs.size(digest), undefined);
      assert.equal(await blobs.size(digest), undefined, 'nor the next time');
      await put(text);
      assert.equal(await blobs.size(digest), text.length);
    });
  }

  it('is reported damaged once, with how to repair it', async () => {
    const { digest, path } = await put('told');
    flip(path, 0);
    for (let times = 0; times < 3; times++) await blobs.size(digest);
    assert.deepEqual(
      told.filter((line) => line.includes(digest)),
      [`content ${digest} is damaged on disk: push it again to repair it`],
    );
  });

  it('is verified again when its times were changed, as by a copy', async () => {
    const { digest, path } = await put('copied');
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    assert.equal(await blobs.size(digest), 6);
  });

  it('is listed, and unrelated files are ignored', async () => {
    const { digest } = await put('listed');
    const root = join(folder, 'blobs');
    writeFileSync(join(root, 'stray'), '');
    writeFileSync(join(root, 'sha256', 'stray'), '');
    writeFileSync(join(root, 'sha256', digest.slice(7, 9), 'stray'), '');
    mkdirSync(join(root, 'lost+found'));
    mkdirSync(join(root, 'sha256', digest.slice(7, 9), 'f'.repeat(64)));
    const found: string[] = [];
    for await (const each of blobs.list()) found.push(each);
    assert.ok(found.includes(digest));
    assert.ok(found.every((each) => /^sha256:[0-9a-f]{64}$/.test(each)));
  });
});
