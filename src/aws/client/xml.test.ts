// XML responses, limited to what AWS's protocols use.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { childAt, itemsAt, parseXml, textAt } from './xml.ts';

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('an answer in XML', () => {
  it('is read by paths of names', () => {
    const answer = parseXml(
      '<?xml version="1.0"?>\n<A xmlns="urn:x"><b><item><c>1 &amp; 2</c></item><item/></b><!-- <d> --><e/></A>',
    );
    assert.equal(answer.name, 'A');
    assert.equal(itemsAt(answer, 'b').length, 2);
    assert.equal(textAt(answer, 'b', 'item', 'c'), '1 & 2');
    assert.equal(textAt(answer, 'e'), undefined);
    assert.equal(childAt(answer, 'd'), undefined);
    assert.deepEqual(itemsAt(answer, 'none'), []);
  });

  it('returns every text unchanged', () => {
    const plain = fc.string().filter((text) => text.trim() === text && text !== '');
    fc.assert(
      fc.property(plain, (text) => {
        assert.equal(textAt(parseXml(`<a><b>${escaped(text)}</b></a>`), 'b'), text);
      }),
    );
  });

  it('is refused where its elements do not close in order', () => {
    for (const text of ['', 'no XML', '<a>', '<a></b>', '</a>', '<a><b></a></b>']) {
      assert.throws(() => parseXml(text), SyntaxError, text);
    }
  });
});
