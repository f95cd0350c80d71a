// YAML bodies of the Kubernetes API: read as far as that takes a short time.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseYaml } from './yaml.ts';

describe('a YAML body', () => {
  it('may have anchors and aliases', () => {
    const read = parseYaml('labels: &labels {app: web}\nselector: *labels\n');
    assert.deepEqual(read, { labels: { app: 'web' }, selector: { app: 'web' } });
  });

  it('is refused where its aliases stand for very many values', () => {
    const lists = Array.from({ length: 30 }, (_, index) => {
      const item = index === 0 ? 'x' : `*l${index - 1}`;
      return `l${index}: &l${index} [${item}, ${item}]`;
    });
    assert.throws(() => parseYaml(lists.join('\n')), {
      message: /with its aliases it has more than 10000 values/,
    });
    // One that refers to itself has no end.
    assert.throws(() => parseYaml('a: &a\n  b: *a\n'), { code: 413 });
  });

  it('is refused above 256 KiB, where JSON is read', () => {
    const long = 'x'.repeat(256 << 10);
    assert.throws(() => parseYaml(`a: ${long}`), { message: /no larger than 262144 bytes/ });
    assert.deepEqual(parseYaml(`{"a":"${long}"}`), { a: long });
  });
});
