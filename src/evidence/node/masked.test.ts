import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { maskedUrl } from './masked.ts';

describe('the URL of a proxy or mirror', () => {
  const rows: [string, string][] = [
    ['http://proxy:3128', 'http://proxy:3128'],
    ['http://user:secret@proxy:3128', 'http://[removed]@proxy:3128'],
    ['http://token@proxy', 'http://[removed]@proxy'],
    ['user:secret@proxy:3128', '[removed]@proxy:3128'],
    ['http://user:p@ss/w@rd@proxy:3128', 'http://[removed]@proxy:3128'],
    ['https://mirror/v2?token=secret', 'https://mirror/v2'],
    ['socks5://u:s@[fd00::1]:1080', 'socks5://[removed]@[fd00::1]:1080'],
  ];
  for (const [url, masked] of rows) {
    it(`${url} is told as ${masked}`, () => assert.equal(maskedUrl(url), masked));
  }

  it('never has the password in it, whatever stands in that', () => {
    const password = fc.string({ minLength: 1, maxLength: 30 }).map((rest) => `CANARY${rest}`);
    fc.assert(
      fc.property(password, (secret) => !maskedUrl(`http://u:${secret}@proxy`).includes('CANARY')),
    );
  });
});
