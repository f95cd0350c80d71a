import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutSecrets } from './secrets.ts';

describe('an error about a token', () => {
  it('keeps the words that follow it, and not the token', () => {
    assert.equal(
      withoutSecrets('failed to fetch anonymous token: unexpected status 401'),
      'failed to fetch anonymous token: unexpected status 401',
    );
    assert.equal(withoutSecrets('token: hunter2 x'), 'token: [removed] x');
    assert.equal(withoutSecrets('password: unexpected status'), 'password: [removed] status');
  });
});
