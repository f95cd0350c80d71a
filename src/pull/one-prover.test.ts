// What is said of each side, of the whole, and of what is unseen must be one thing, whatever the policies are.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type AppliedPolicies, compilePolicy, type PolicyKind } from '../iam/index.ts';
import type { Case, Doc } from '../iam/testing/naive.ts';
import { anyCase } from '../iam/testing/random.ts';
import { provePull } from './prove.ts';
import { repairPull } from './repair.ts';
import { sideOf, unseenOf } from './sides.ts';
import type { PullRequest } from './types.ts';

const cases = 2_000;

function policiesOf(given: Case): AppliedPolicies {
  const compile = (kind: PolicyKind) => (doc: Doc) => compilePolicy(doc, kind);
  return {
    identity: given.identity.map(compile('identity')),
    resource: given.resourcePolicy && compile('resource')(given.resourcePolicy),
    boundary: given.boundary?.map(compile('boundary')),
    session: given.session && compile('session')(given.session),
    vpce: given.vpce && [compile('vpce')(given.vpce)],
  };
}

function requestOf({ principal, context, resource }: Case): PullRequest {
  const repository = resource.slice(resource.indexOf('/') + 1).replaceAll('*', 'e');
  return { principal, registryId: '111122223333', region: 'us-east-1', repository, context };
}

/** Half of them with a grant of everything besides, so that what is said is not always the same. */
const someCase: fc.Arbitrary<Case> = fc.tuple(anyCase, fc.boolean()).map(([given, granted]) => {
  const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  const all = { Version: '2012-10-17', Statement };
  return granted ? { ...given, identity: [...given.identity, all], vpce: undefined } : given;
});

const hidden = fc.subarray(['aws:principaltag/team', 'aws:tagkeys', 'k:size']);
const isOf = (keys: readonly string[]) => (key: string) => keys.includes(key.toLowerCase());

describe('For every pull and all its policies', () => {
  it('the whole works exactly when both sides do, also where keys are unseen', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(someCase, hidden, (given, keys) => {
        const [request, policies] = [requestOf(given), policiesOf(given)];
        const unseen = { isKey: isOf(keys) };
        const whole = provePull(request, policies, { unseen }).pull;
        const sides = (['puller', 'repository'] as const).map(
          (side) =>
            provePull(request, sideOf(request, policies, side), {
              unseen: unseenOf(request, unseen, side),
            }).pull,
        );
        const joined = (['fails', 'unseen', 'works'] as const).find((one) => sides.includes(one));
        seen.set(whole, (seen.get(whole) ?? 0) + 1);
        assert.equal(whole, joined, sides.join(' '));
      }),
      { numRuns: cases },
    );
    for (const pull of ['works', 'fails', 'unseen']) {
      assert.ok((seen.get(pull) ?? 0) > cases / 200, `${pull}: ${seen.get(pull)}`);
    }
  });

  it('what is said with a key unseen is so for every value of it', () => {
    const values: Case['context'][] = [
      {},
      { 'k:size': '5' },
      { 'k:size': '50' },
      { 'k:size': 'none' },
    ];
    const unseen = { isKey: isOf(['k:size']) };
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(someCase, (given) => {
        const { 'k:size': _, ...context } = given.context;
        const request = { ...requestOf(given), context };
        const policies = policiesOf(given);
        const said = provePull(request, policies, { unseen }).pull;
        seen.set(said, (seen.get(said) ?? 0) + 1);
        if (said === 'unseen') return;
        for (const value of values) {
          const each = { ...request, context: { ...context, ...value } };
          assert.equal(provePull(each, policies).pull, said);
        }
      }),
      { numRuns: cases },
    );
    for (const pull of ['works', 'fails']) {
      assert.ok((seen.get(pull) ?? 0) > cases / 20, `${pull}: ${seen.get(pull)}`);
    }
  });

  it('a repair is asked for exactly where it does not work', () => {
    fc.assert(
      fc.property(someCase, (given) => {
        const [request, policies] = [requestOf(given), policiesOf(given)];
        const repair = repairPull(request, policies);
        const { pull } = provePull(request, policies);
        assert.equal(repair.kind === 'none', pull === 'works');
      }),
      { numRuns: 1000 },
    );
  });
});
