import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { printerElf } from './printer-elf.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-elf-'));
after(() => rmSync(folder, { recursive: true }));
const architectures = { x64: 'amd64', arm64: 'arm64' } as const;
const here = architectures[process.arch as keyof typeof architectures];

describe('the program in the sample images', () => {
  it('prints its text, waits, and ends on a signal', async () => {
    const path = join(folder, here);
    writeFileSync(path, printerElf(here, 'Moored.\n'), { mode: 0o755 });
    const child = spawn(path);
    const [first] = (await child.stdout.take(1).toArray()) as [Buffer];
    assert.equal(String(first), 'Moored.\n');
    assert.equal(child.exitCode, null);
    child.kill('SIGTERM');
    const ended = await new Promise((resolve) =>
      child.on('exit', (code, signal) => resolve([code, signal])),
    );
    assert.deepEqual(ended, [0, null]);
  });

  it('is an executable for each architecture, and always the same', () => {
    for (const [architecture, machine] of [
      ['amd64', 62],
      ['arm64', 183],
    ] as const) {
      const elf = printerElf(architecture, 'x');
      assert.equal(elf.readUInt32BE(0), 0x7f454c46);
      assert.equal(elf.readUInt16LE(18), machine);
      assert.deepEqual(printerElf(architecture, 'x'), elf);
    }
  });
});
