import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { fitted } from './fitted.ts';
import { findingsText } from './iam-text.ts';

describe('a text for people', () => {
  const { isTTY, columns } = process.stdout;
  afterEach(() => Object.assign(process.stdout, { isTTY, columns }));
  const long = `${'word '.repeat(20)}end`;

  it('is broken at words to the width of a terminal', () => {
    Object.assign(process.stdout, { isTTY: true, columns: 40 });
    const lines = fitted(long).split('\n');
    assert.ok(lines.length > 2 && lines.every((line) => line.length <= 40), lines.join('|'));
    assert.equal(lines.map((line) => line.trim()).join(' '), long);
  });

  it('stays as it is where it is piped', () => {
    Object.assign(process.stdout, { isTTY: false, columns: undefined });
    assert.equal(fitted(long), long);
  });

  it('counts statements from 1, as the doctor does', () => {
    const finding = { severity: 'error', code: 'UNKNOWN_OPERATOR', message: 'no', statement: 0 };
    assert.match(
      findingsText({ findings: [finding] }),
      /^error {2}UNKNOWN_OPERATOR {2}statement 1\n/,
    );
  });
});
