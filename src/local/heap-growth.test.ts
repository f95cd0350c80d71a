// What a burst of requests leaves behind takes little memory.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';

const mebibyte = 1 << 20;
const module = new URL('./heap-growth.ts', import.meta.url).href;

/** Highest memory of a process that makes much garbage, each piece of it after a while, beyond what it took before, in bytes. */
function peak(before: string): number {
  const script = `${before}
    const kept = Array.from({ length: 400_000 }, (_, index) => ({ index, text: 'n' + index }));
    const start = process.memoryUsage.rss();
    let highest = 0;
    let last = [];
    for (let round = 0; round < 600; round++) {
      last.push(Array.from({ length: 5_000 }, (_, index) => ({ index, round })));
      if (last.length > 40) last.shift();
      highest = Math.max(highest, process.memoryUsage.rss());
    }
    process.stdout.write(String(highest - start + 0 * kept.length));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  return Number(stdout);
}

describe('the heap', () => {
  it('is collected before it has grown by much more than is in use', () => {
    const bound = `import { boundHeapGrowth } from ${JSON.stringify(module)}; boundHeapGrowth();`;
    const [free, bounded] = [peak(''), peak(bound)];
    assert.ok(bounded < free / 2, `${bounded / mebibyte} MiB of ${free / mebibyte} MiB`);
  });
});
