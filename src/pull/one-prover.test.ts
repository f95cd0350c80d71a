// The results for each side, for the whole, and for unseen facts must agree, whatever the policies are.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type AppliedPolicies,
  compilePolicy,
  type PolicyKind,
  type PolicyLevel,
} from '../iam/index.ts';
import type { Case, Doc } from '../iam/testing/naive.ts';
import { anyCase } from '../iam/testing/random.ts';
import { provePull } from './prove.ts';
import { repairPull } from './repair.ts';
import { sideOf, sides, unseenOf } from './sides.ts';
import type { PullRequest } from './types.ts';

const cases = 2_000;

interface PullCase extends Case {
  readonly rcps?: readonly Doc[] | undefined;
}

const levelOf = (kind: 'scp' | 'rcp', docs: readonly Doc[], target: string): PolicyLevel => ({
  target,
  policies: docs.map((doc) => compilePolicy(doc, kind)),
});

function policiesOf(given: PullCase): AppliedPolicies {
  const compile = (kind: PolicyKind) => (doc: Doc) => compilePolicy(doc, kind);
  return {
    identity: given.identity.map(compile('identity')),
    resource: given.resourcePolicy && compile('resource')(given.resourcePolicy),
    boundary: given.boundary?.map(compile('boundary')),
    session: given.session && compile('session')(given.session),
    vpce: given.vpce && [compile('vpce')(given.vpce)],
    scps: given.scps?.map((docs, at) => levelOf('scp', docs, `ou-${at}`)),
    rcps: given.rcps && [levelOf('rcp', given.rcps, 'r-root')],
  };
}

function requestOf({ principal, context, resource }: Case): PullRequest {
  const repository = resource.slice(resource.indexOf('/') + 1).replaceAll('*', 'e');
  return { principal, registryId: '111122223333', region: 'us-east-1', repository, context };
}

const rcps: fc.Arbitrary<readonly Doc[] | undefined> = fc.option(
  fc
    .record({
      Action: fc.constantFrom('ecr:*', 'ecr:BatchGetImage', 'ecr:GetAuthorizationToken', 's3:*'),
      Condition: fc.constantFrom<object | undefined>(
        undefined,
        { StringEquals: { 'aws:PrincipalTag/team': 'red' } },
        { NumericLessThan: { 'k:size': '10' } },
      ),
    })
    .map(({ Action, Condition }) => [
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action,
            Resource: '*',
            ...(Condition === undefined ? {} : { Condition }),
          },
        ],
      },
    ]),
  { nil: undefined, freq: 1 },
);

/** Half of them also have a policy that allows everything, so that both results occur. */
const someCase: fc.Arbitrary<PullCase> = fc
  .tuple(anyCase, fc.boolean(), fc.boolean(), rcps)
  .map(([given, granted, organized, some]) => {
    const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
    const all = { Version: '2012-10-17', Statement };
    const each = granted
      ? { ...given, identity: [...given.identity, all], vpce: undefined, session: undefined }
      : given;
    if (!organized) return { ...each, scps: undefined };
    return { ...each, scps: each.scps?.map((level) => [...level, all]), rcps: some };
  });

const hidden = fc.subarray(['aws:principaltag/team', 'aws:tagkeys', 'k:size']);
const isOf = (keys: readonly string[]) => (key: string) => keys.includes(key.toLowerCase());

describe('For every pull and all its policies', () => {
  it('the whole works exactly when every side does, also where keys are unseen', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(someCase, hidden, (given, keys) => {
        const [request, policies] = [requestOf(given), policiesOf(given)];
        const unseen = { isKey: isOf(keys) };
        const whole = provePull(request, policies, { unseen }).pull;
        const each = sides.map(
          (side) =>
            provePull(request, sideOf(request, policies, side), {
              unseen: unseenOf(request, unseen, side),
            }).pull,
        );
        const joined = (['fails', 'unseen', 'works'] as const).find((one) => each.includes(one));
        seen.set(whole, (seen.get(whole) ?? 0) + 1);
        assert.equal(whole, joined, each.join(' '));
      }),
      { numRuns: cases },
    );
    for (const pull of ['works', 'fails', 'unseen']) {
      assert.ok((seen.get(pull) ?? 0) > cases / 200, `${pull}: ${seen.get(pull)}`);
    }
  });

  it('a result with an unseen key is right for every value of it', () => {
    const values: PullCase['context'][] = [
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

  it('a repair exists exactly where the pull does not work', () => {
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
