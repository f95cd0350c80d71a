import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { encodedDocument, pageOf, uniqueId } from './naming.ts';

describe('IAM’s pages', () => {
  it('give every item once, in order, whatever the page size', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 7 }), (items, MaxItems) => {
        const seen: number[] = [];
        let Marker: string | undefined;
        do {
          const page = pageOf(items, { MaxItems, ...(Marker === undefined ? {} : { Marker }) });
          assert.ok(page.items.length <= MaxItems);
          assert.equal(page.IsTruncated, page.Marker !== undefined);
          seen.push(...page.items);
          Marker = page.Marker;
        } while (Marker !== undefined);
        assert.deepEqual(seen, items);
      }),
    );
  });
});

describe('IAM’s names', () => {
  it('have ids of a kind, in capital letters and digits', () => {
    assert.match(uniqueId('AROA'), /^AROA[A-Z2-7]{17}$/);
  });

  it('are unchanged after a document is encoded and decoded', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const encoded = encodedDocument(text);
        assert.doesNotMatch(encoded, /[!'()*\s"]/);
        assert.equal(decodeURIComponent(encoded), text);
      }),
    );
  });
});
