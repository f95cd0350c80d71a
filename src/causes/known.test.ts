import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allCauses } from './catalogue.ts';
import { allKnownCauses, knownCauseOf } from './known.ts';
import { knownLinks } from './known-links.ts';

describe('the known causes', () => {
  const causes = allKnownCauses();

  it('each have a code, an id and a title of their own', () => {
    assert.ok(causes.length >= 229);
    assert.equal(new Set(causes.map(({ code }) => code)).size, causes.length);
    assert.equal(new Set(causes.map(({ catalogue }) => catalogue)).size, causes.length);
    assert.equal(new Set(causes.map(({ title }) => title)).size, causes.length);
  });

  it('are numbered without a gap within their link', () => {
    for (const { name, number } of knownLinks) {
      const codes = causes.filter(({ link }) => link === name).map(({ code }) => code);
      assert.ok(codes.length > 0, name);
      const expected = codes.map((_, index) => `HW${pad(number)}${pad(index + 1)}`);
      assert.deepEqual(codes, expected);
    }
  });

  it('say what is wrong in one line, what mends it, and what shows it', () => {
    for (const { code, title, fix, shows } of causes) {
      assert.match(title, /^\S.{8,98}[^.\s]$/, code);
      assert.match(fix, /^[A-Z].*[.]$/, code);
      assert.ok(shows.fact !== '' && shows.permission !== '', code);
    }
  });

  it('are found by code and by id, in any letter case', () => {
    for (const cause of causes) {
      assert.equal(knownCauseOf(cause.code.toLowerCase()), cause);
      assert.equal(knownCauseOf(cause.catalogue.toLowerCase()), cause);
    }
    assert.equal(knownCauseOf('HW9999'), undefined);
  });

  it('contain those that are proven', () => {
    for (const { code, title } of allCauses()) assert.equal(knownCauseOf(code)?.title, title);
  });
});

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
