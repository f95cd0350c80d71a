import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { openSqlite } from './sqlite.ts';

describe('metadata', () => {
  it('behaves like an ordered map, whatever is done to it', () => {
    const key = fc.stringMatching(/^[a-c/ ]{1,4}$/);
    const step = fc.oneof(
      fc.record({ put: key, value: fc.integer() }),
      fc.record({ delete: key }),
      fc.record({ list: key, limit: fc.integer({ min: 1, max: 5 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const metadata = openSqlite(':memory:');
        const collection = metadata.collection<number>('numbers');
        const model = new Map<string, number>();
        for (const each of steps) {
          if ('put' in each) {
            collection.put(each.put, each.value);
            model.set(each.put, each.value);
          } else if ('delete' in each) {
            assert.equal(collection.delete(each.delete), model.delete(each.delete));
          } else {
            const wanted = [...model]
              .filter(([name]) => name.startsWith(each.list))
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .slice(0, each.limit);
            const found = collection.list({ prefix: each.list, limit: each.limit });
            assert.deepEqual(
              found.map(({ key: name, document }) => [name, document]),
              wanted,
            );
          }
        }
        for (const [name, value] of model) assert.equal(collection.get(name), value);
        assert.equal(collection.count(), model.size);
        void metadata.close();
      }),
      { numRuns: 50 },
    );
  });

  it('undoes all of a transaction that throws, including what was read in between', async () => {
    const metadata = openSqlite(':memory:');
    const collection = metadata.collection<string>('texts');
    collection.put('kept', 'before');
    assert.throws(
      () =>
        metadata.transaction(() => {
          collection.put('kept', 'after');
          collection.put('new', 'x');
          assert.equal(collection.get('kept'), 'after');
          throw new Error('no');
        }),
      /^Error: no$/,
    );
    assert.equal(collection.get('kept'), 'before');
    assert.equal(collection.get('new'), undefined);
    await metadata.close();
  });

  // If the table were sorted by key, SQLite would read whole documents to compare their keys.
  it('searches keys in an index separate from the documents, however large these are', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hawser-large-'));
    await openSqlite(join(folder, 'hawser.db')).close();
    const database = new DatabaseSync(join(folder, 'hawser.db'), { readOnly: true });
    const [table] = database.prepare('PRAGMA table_list(document)').all();
    const explain = 'EXPLAIN QUERY PLAN SELECT body FROM document WHERE collection = ? AND key = ?';
    const [plan] = database.prepare(explain).all('c', 'n1');
    database.close();
    assert.equal(table?.wr, 0, 'the table has row ids');
    assert.equal(plan?.detail, 'SEARCH document USING INDEX document_key (collection=? AND key=?)');
    await rm(folder, { recursive: true });
  });

  it('increases its version with every write, and only then', async () => {
    const metadata = openSqlite(':memory:');
    const collection = metadata.collection<string>('texts');
    const start = metadata.version;
    collection.get('a');
    assert.equal(metadata.version, start);
    collection.put('a', 'x');
    const put = metadata.version;
    assert.ok(put > start);
    collection.delete('a');
    assert.ok(metadata.version > put);
    await metadata.durable();
    await metadata.close();
  });
});
