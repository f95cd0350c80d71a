import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isDigest } from '../names/digest.ts';
import { Digester, digestOf, parseDigest } from './digest.ts';

const empty = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('digests', () => {
  it('are computed with sha256 by default', () => {
    assert.equal(digestOf(''), empty);
    assert.match(digestOf('', 'sha512'), /^sha512:[a-f0-9]{128}$/);
  });

  it('are the same when computed piece by piece', () => {
    const digester = new Digester();
    for (const piece of ['ab', '', 'c']) digester.update(Buffer.from(piece));
    assert.equal(digester.digest(), digestOf('abc'));
  });

  it('are parsed', () => {
    assert.deepEqual(parseDigest(empty), { algorithm: 'sha256', hex: empty.slice(7) });
  });

  const refused: [string, string][] = [
    ['', 'DIGEST_INVALID'],
    ['sha256', 'DIGEST_INVALID'],
    ['sha256:', 'DIGEST_INVALID'],
    [empty.toUpperCase(), 'DIGEST_INVALID'],
    [empty.slice(0, -1), 'DIGEST_INVALID'],
    [`sha256:${'A'.repeat(64)}`, 'DIGEST_INVALID'],
    [`sha256:../../${'a'.repeat(58)}`, 'DIGEST_INVALID'],
    [`md5:${'a'.repeat(32)}`, 'DIGEST_UNSUPPORTED'],
    [`constructor:${'a'.repeat(32)}`, 'DIGEST_UNSUPPORTED'],
  ];
  for (const [text, code] of refused) {
    it(`refuses ${JSON.stringify(text.slice(0, 30))} as ${code}`, () => {
      assert.throws(() => parseDigest(text), { name: 'OciError', code });
      assert.equal(isDigest(text), false);
    });
  }
});
