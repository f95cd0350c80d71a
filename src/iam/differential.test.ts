// Properties that hold for every request. HAWSER_IAM_CASES=1000000 compares the two evaluators at length.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Decision } from './evaluate/types.ts';
import { compiledEvaluate } from './testing/compiled.ts';
import { type Case, type Doc, naiveEvaluate } from './testing/naive.ts';
import { anyCase, identityStatement } from './testing/random.ts';

const cases = Number(process.env.HAWSER_IAM_CASES ?? 20_000);

function withStatement(given: Case, statement: Record<string, unknown>, Effect: string): Case {
  const added: Doc = { Version: '2012-10-17', Statement: [{ ...statement, Effect }] };
  return { ...given, identity: [...given.identity, added] };
}

function reversed(given: Case): Case {
  const turn = (doc: Doc): Doc => ({ ...doc, Statement: doc.Statement.toReversed() });
  return {
    ...given,
    identity: given.identity.map(turn).toReversed(),
    resourcePolicy: given.resourcePolicy && turn(given.resourcePolicy),
    boundary: given.boundary?.map(turn),
    session: given.session && turn(given.session),
    scps: given.scps?.map((level) => level.map(turn).toReversed()).toReversed(),
    vpce: given.vpce && turn(given.vpce),
  };
}

/** Spelled as in the first statement that reads it, so the spelling may depend on the order. */
function missing({ missingContext }: Decision): string[] {
  return missingContext.map((key) => key.toLowerCase()).sort();
}

describe('For every request and all its policies', () => {
  it('the compiled evaluator agrees with the naive one', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(anyCase, (given) => {
        const { decision } = compiledEvaluate(given);
        seen.set(decision, (seen.get(decision) ?? 0) + 1);
        assert.equal(decision, naiveEvaluate(given));
      }),
      { numRuns: cases },
    );
    for (const decision of ['allowed', 'implicitDeny', 'explicitDeny']) {
      assert.ok((seen.get(decision) ?? 0) > cases / 20, `${decision} is well covered`);
    }
  });

  it('adding an Allow never turns allowed into denied', () => {
    fc.assert(
      fc.property(anyCase, identityStatement, (given, statement) => {
        fc.pre(compiledEvaluate(given).decision === 'allowed');
        const more = withStatement(given, statement, 'Allow');
        assert.equal(compiledEvaluate(more).decision, 'allowed');
      }),
      { numRuns: 1000 },
    );
  });

  it('adding a Deny never allows', () => {
    fc.assert(
      fc.property(anyCase, identityStatement, (given, statement) => {
        fc.pre(compiledEvaluate(given).decision !== 'allowed');
        const less = withStatement(given, statement, 'Deny');
        assert.notEqual(compiledEvaluate(less).decision, 'allowed');
      }),
      { numRuns: 1000 },
    );
  });

  it('the order of statements, policies and levels does not matter', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const [one, other] = [compiledEvaluate(given), compiledEvaluate(reversed(given))];
        assert.equal(one.decision, other.decision);
        assert.equal(one.deniedBy, other.deniedBy);
        assert.deepEqual(missing(one), missing(other));
      }),
      { numRuns: 2000 },
    );
  });
});
