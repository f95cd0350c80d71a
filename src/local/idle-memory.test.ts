// Memory that a busy time took is given back once nobody asks for anything.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { IdleMemory } from './idle-memory.ts';

const quiet = 40;

describe('memory of a local AWS', () => {
  let memory: IdleMemory | undefined;
  afterEach(() => memory?.stop());

  /** @param sizes what the process takes, in MiB: when it is looked at, and after each collection. */
  function start(...sizes: readonly number[]) {
    let [count, look] = [0, 0];
    const rss = (): number => (sizes[Math.min(look++, sizes.length - 1)] ?? 0) << 20;
    memory = new IdleMemory({ rss, collect: () => count++ }, quiet);
    return { collections: () => count, memory };
  }

  it('is given back once after a busy time, and again when it has grown since', async () => {
    const { collections, memory } = start(400, 200, 230, 300);
    memory.noteRequest();
    await wait(quiet * 6);
    assert.equal(collections(), 1);
    memory.noteRequest();
    await wait(quiet * 6);
    assert.equal(collections(), 1, '30 MiB more is not worth it');
    memory.noteRequest();
    await wait(quiet * 6);
    assert.equal(collections(), 2);
  });

  it('is left alone where nobody asked', async () => {
    const { collections } = start(400);
    await wait(quiet * 4);
    assert.equal(collections(), 0);
  });

  it('of this process is less after a collection', async () => {
    memory = new IdleMemory(undefined, quiet);
    let held: unknown[] = Array.from({ length: 400 }, () => new Array(100_000).fill(1.5));
    const before = process.memoryUsage.rss();
    assert.equal(held.length, 400);
    held = [];
    memory.noteRequest();
    for (let looks = 0; process.memoryUsage.rss() > before - (200 << 20) && looks < 100; looks++) {
      await wait(quiet);
    }
    assert.ok(process.memoryUsage.rss() < before - (200 << 20));
  });
});
