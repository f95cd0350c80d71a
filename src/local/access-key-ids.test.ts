import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accessKeyId, accountOfKeyId } from './access-key-ids.ts';

describe('the id of an access key', () => {
  it('has its account in it', () => {
    for (const account of ['000000000000', '111122223333', '999999999999', '012345678901']) {
      for (const prefix of ['AKIA', 'ASIA'] as const) {
        const id = accessKeyId(prefix, account);
        assert.match(id, /^A[KS]IA[A-Z2-7]{16}$/);
        assert.equal(accountOfKeyId(id), account);
      }
    }
  });

  it('differs from key to key', () => {
    const ids = Array.from({ length: 1000 }, () => accessKeyId('AKIA', '111122223333'));
    assert.equal(new Set(ids).size, ids.length);
  });

  it('is read as AWS reads one of its own', () => {
    assert.equal(accountOfKeyId('ASIAQNZGKIQY56JQ7WML'), '029608264753');
  });

  it('of other forms tells nothing', () => {
    for (const id of ['AKIAIOSFODNN7EXAMPLE', 'AKIA', '111122223333', 'AIDAQ3EGRIVVKTF45NEQZ']) {
      assert.equal(accountOfKeyId(id), undefined, id);
    }
  });
});
