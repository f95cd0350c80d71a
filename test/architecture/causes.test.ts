// A cause stands in four places: catalogue, a link's check, a fault, a section of docs/causes.md.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { withCounts } from '../../scripts/cause-counts.ts';
import { allCauses } from '../../src/causes/catalogue.ts';
import { linkNames } from '../../src/causes/known-links.ts';
import { faults } from '../../src/local/faults/index.ts';

const codes = allCauses().map(({ code }) => code);
const read = (pattern: string): string =>
  globSync(pattern)
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');

describe('the causes', () => {
  it('are at least twelve over at least eight links', () => {
    assert.ok(codes.length >= 12);
    assert.ok(new Set(allCauses().map(({ link }) => link)).size >= 8);
    for (const { link } of allCauses()) assert.ok(linkNames.includes(link));
  });

  it('have codes and catalogue ids that are given once', () => {
    assert.equal(new Set(codes).size, codes.length);
    assert.equal(new Set(allCauses().map(({ catalogue }) => catalogue)).size, codes.length);
    for (const code of codes) assert.match(code, /^HW\d{4}$/);
  });

  it('are each checked by a link', () => {
    const checked = new Set(
      [read('src/chain/links/*.ts'), read('src/chain/vpc/*.ts')].join().match(/HW\d{4}/g),
    );
    assert.deepEqual([...checked].sort(), [...codes].sort());
  });

  it('can each be injected', () => {
    assert.deepEqual([...faults.keys()].sort(), [...codes].sort());
  });

  it('are each explained, under their own title', () => {
    const sections = [...read('docs/causes.md').matchAll(/^## (HW\d{4})\n\n\*\*(.*)\*\*$/gm)];
    assert.deepEqual(
      sections.map(([, code, title]) => [code, title]),
      allCauses().map(({ code, title }) => [code, title]),
    );
  });

  it('are as many as the README says', () => {
    const readme = read('README.md');
    assert.match(readme, /\d+ causes over \w+ links are proven/);
    assert.match(readme, /\d+ known causes/);
    assert.equal(readme, withCounts(readme), 'npm run docs:house writes the counts');
  });
});
