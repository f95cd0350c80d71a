// Any text is either parsed as a lifecycle policy or refused with a LifecyclePolicyError.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LifecyclePolicyError } from './error.ts';
import { parseLifecyclePolicy } from './parse.ts';

function read(text: string): 'read' | 'refused' {
  try {
    parseLifecyclePolicy(text);
    return 'read';
  } catch (error) {
    assert.ok(error instanceof LifecyclePolicyError);
    assert.equal(error.code, 'InvalidParameterException');
    return 'refused';
  }
}

describe('any text as a lifecycle policy', () => {
  it('of more than 30,720 characters is refused before it is parsed', () => {
    assert.throws(() => parseLifecyclePolicy(' '.repeat(30_721)), /less than or equal to 30720/);
  });

  it('that is JSON without rules is refused', () => {
    fc.assert(fc.property(fc.json(), (text) => assert.equal(read(text), 'refused')));
  });

  it('is parsed or refused, whatever its rules contain', () => {
    const or = <Value>(...some: readonly Value[]) =>
      fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...some) }, fc.anything({ maxDepth: 2 }));
    const selection = fc.record({
      tagStatus: or('any', 'untagged'),
      countType: or('imageCountMoreThan'),
      countNumber: or(1, 10),
    });
    const rule = fc.record({
      rulePriority: or(1, 2),
      selection: fc.oneof({ weight: 6, arbitrary: selection }, fc.anything({ maxDepth: 2 })),
      action: or({ type: 'expire' }),
    });
    const outcomes = { read: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 2 }), (rules) => {
        outcomes[read(JSON.stringify({ rules }))]++;
      }),
      { numRuns: 1_000 },
    );
    assert.ok(outcomes.read > 20 && outcomes.refused > 20, JSON.stringify(outcomes));
  });
});
