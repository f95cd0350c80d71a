// YAML bodies of the Kubernetes API, parsed within limits that bound the time.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseYaml } from './yaml.ts';

describe('a YAML body', () => {
  it('may have anchors and aliases', async () => {
    const read = await parseYaml('labels: &labels {app: web}\nselector: *labels\n');
    assert.deepEqual(read, { labels: { app: 'web' }, selector: { app: 'web' } });
  });

  it('is refused if its aliases expand to too many values', async () => {
    const lists = Array.from({ length: 30 }, (_, index) => {
      const item = index === 0 ? 'x' : `*l${index - 1}`;
      return `l${index}: &l${index} [${item}, ${item}]`;
    });
    await assert.rejects(parseYaml(lists.join('\n')), {
      message: /with its aliases it has more than 10000 values/,
    });
    // An alias to itself expands infinitely.
    await assert.rejects(parseYaml('a: &a\n  b: *a\n'), { code: 413 });
  });

  it('is refused if its aliases expand to a very long text', async () => {
    const aliases = Array.from({ length: 100 }, (_, index) => `k${index}: *long`);
    await assert.rejects(parseYaml(`a: &long ${'x'.repeat(100_000)}\n${aliases.join('\n')}`), {
      code: 413,
      message: /or 3145728 characters/,
    });
  });

  it('is refused with the position of a syntax error', async () => {
    await assert.rejects(parseYaml('a: ['), { name: 'Error', message: /\(2:1\)|\(1:5\)|flow/ });
  });

  it('is refused above 256 KiB, unless it is JSON', async () => {
    const long = 'x'.repeat(256 << 10);
    await assert.rejects(parseYaml(`a: ${long}`), { message: /no larger than 262144 bytes/ });
    assert.deepEqual(await parseYaml(`{"a":"${long}"}`), { a: long });
  });
});
