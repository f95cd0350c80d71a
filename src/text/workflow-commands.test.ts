import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutCommands } from './workflow-commands.ts';

describe('the output of a step', () => {
  it('has no line that a runner takes for a command, whatever blanks stand before it', () => {
    assert.equal(withoutCommands('::error::x'), '\\u003a:error::x');
    assert.equal(
      withoutCommands('foo\n  \t::stop-commands::x'),
      'foo\n  \t\\u003a:stop-commands::x',
    );
    assert.equal(withoutCommands('a\n\n\u3000::add-mask::x'), 'a\n\n\u3000\\u003a:add-mask::x');
  });

  it('has none of the older form, which counts wherever it stands', () => {
    assert.equal(withoutCommands('because ##[error]x'), 'because \\u0023#[error]x');
    assert.equal(withoutCommands('###[group]x'), '#\\u0023#[group]x');
    assert.equal(withoutCommands('a ##vso[task.x]y'), 'a \\u0023#vso[task.x]y');
  });

  it('keeps addresses and headings', () => {
    const text = 'arn:aws:iam::1:role/x and ::/0\n## a heading [1]\nfe80::1';
    assert.equal(withoutCommands(text), text);
  });
});
