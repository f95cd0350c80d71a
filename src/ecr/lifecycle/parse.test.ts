import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LifecyclePolicyError } from './error.ts';
import { parseLifecyclePolicy } from './parse.ts';
import { archiving, days, type Fields, policyText, rule, tagged } from './testing/build.ts';

const prefix =
  "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ";

function refusal(text: string): string {
  try {
    parseLifecyclePolicy(text);
  } catch (error) {
    assert.ok(error instanceof LifecyclePolicyError);
    assert.equal(error.code, 'InvalidParameterException');
    assert.ok(error.message.startsWith(prefix), error.message);
    assert.ok(error.message.endsWith("'"));
    return error.message.slice(prefix.length, -1);
  }
  return 'accepted';
}

const without = (fields: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
const selecting = (selection: Fields, action: Fields = {}): string =>
  policyText(rule(1, selection, action));
const sinceTransitioned = { ...days('sinceImageTransitioned', 90), storageClass: 'archive' };

describe('a lifecycle policy', () => {
  it('is parsed into rules, in order of priority', () => {
    const text = policyText(
      { ...rule(20, sinceTransitioned), description: 'empty the archive' },
      rule(3, { ...tagged('v*'), ...days('sinceImagePulled', 7) }, archiving),
    );
    assert.deepEqual(parseLifecyclePolicy(text).rules, [
      {
        priority: 3,
        action: 'transition',
        selection: {
          storageClass: 'standard',
          count: { type: 'sinceImagePulled', number: 7 },
          tags: { status: 'tagged', patterns: ['v*'] },
        },
      },
      {
        priority: 20,
        description: 'empty the archive',
        action: 'expire',
        selection: {
          storageClass: 'archive',
          count: { type: 'sinceImageTransitioned', number: 90 },
          tags: { status: 'any' },
        },
      },
    ]);
  });

  const accepted: [string, string][] = [
    ['tag prefixes', selecting({ tagStatus: 'tagged', tagPrefixList: ['a', 'b'] })],
    ['four wildcards', selecting(tagged('*test*1*2*3'))],
    ['the standard class by name', selecting({ storageClass: 'standard' })],
    ['a transition by count', selecting({ countNumber: 5 }, archiving)],
    ['a transition by push', selecting(days('sinceImagePushed', 1), archiving)],
    [
      'any and untagged once a class',
      policyText(
        rule(1, { tagStatus: 'untagged' }),
        rule(2),
        rule(3, { ...sinceTransitioned, tagStatus: 'untagged' }),
        rule(4, sinceTransitioned),
      ),
    ],
    ['the same pattern in two rules', policyText(rule(1, tagged('v*')), rule(2, tagged('v*')))],
    [
      'fifty rules',
      policyText(...Array.from({ length: 50 }, (_, i) => rule(i + 1, tagged(`v${i}`)))),
    ],
  ];
  for (const [what, text] of accepted) {
    it(`may have ${what}`, () => assert.equal(refusal(text), 'accepted'));
  }

  const badSelection = 'instance failed to match exactly one schema (matched 0 out of 4)\n';
  const badAction = 'instance failed to match exactly one schema (matched 0 out of 2)\n';
  const refused: [what: string, text: string, because: string][] = [
    ['that is not JSON', '{"rules":', 'Could not map policyString into LifecyclePolicy.'],
    ['that is a list', '[]', 'Could not map policyString into LifecyclePolicy.'],
    ['without rules', '{}', 'object has missing required properties (["rules"])'],
    [
      'with other members',
      JSON.stringify({ rules: [rule(1)], version: 1 }),
      'object instance has properties which are not allowed by the schema: (["version"])',
    ],
    [
      'with no rule',
      '{"rules":[]}',
      'array is too short: must have at least 1 elements but instance has 0 elements',
    ],
    [
      'with 51 rules',
      policyText(...Array.from({ length: 51 }, (_, i) => rule(i + 1, tagged(`v${i}`)))),
      'array is too long: must have at most 50 elements but instance has 51 elements',
    ],
    [
      'with a rule that is a text',
      '{"rules":["x"]}',
      'instance type (string) does not match any allowed primitive type (allowed: ["object"])',
    ],
    [
      'with a rule that lacks two fields',
      policyText(without(without(rule(1), 'action'), 'selection')),
      'object has missing required properties (["action","selection"])',
    ],
    [
      'with an unknown field in a rule',
      policyText({ ...rule(1), unknown: 1 }),
      'object instance has properties which are not allowed by the schema: (["unknown"])',
    ],
    [
      'with priority 0',
      policyText(rule(0)),
      'numeric instance is lower than the required minimum (minimum: 1, found: 0)\n',
    ],
    [
      'with priority 1.5',
      policyText(rule(1.5)),
      'instance type (number) does not match any allowed primitive type (allowed: ["integer"])',
    ],
    [
      'with one priority twice',
      policyText(rule(1, tagged('a')), rule(1)),
      'Rule priorities must be unique, found 1 more than once',
    ],
    [
      'with an unknown action',
      selecting({}, { type: 'keep' }),
      'instance value ("keep") not found in enum (possible values: ["expire","transition"])',
    ],
    ['with a transition without a target', selecting({}, { type: 'transition' }), badAction],
    ['with an expiry to the archive', selecting({}, { targetStorageClass: 'archive' }), badAction],
    ['with a target of null', selecting({}, { targetStorageClass: null }), badAction],
    [
      'with an unknown tag status',
      selecting({ tagStatus: 'some' }),
      'instance value ("some") not found in enum (possible values: ["any","tagged","untagged"])',
    ],
    ['with an unknown count type', selecting({ countType: 'x' }), badSelection],
    [
      'with an unknown unit',
      selecting({ ...days('sinceImagePushed', 1), countUnit: 'weeks' }),
      'instance value ("weeks") not found in enum (possible values: ["days"])',
    ],
    ['with days without a unit', selecting({ countType: 'sinceImagePushed' }), badSelection],
    ['with a count in days', selecting({ countUnit: 'days' }), badSelection],
    ['with a unit of null', selecting({ countUnit: null }), badSelection],
    [
      'with a count of 0',
      selecting({ countNumber: 0 }),
      'numeric instance is lower than the required minimum (minimum: 1, found: 0)\n',
    ],
    [
      'with a count in quotes',
      selecting({ countNumber: '5' }),
      'instance type (string) does not match any allowed primitive type (allowed: ["integer"])',
    ],
    ['that counts the archive', selecting({ storageClass: 'archive' }), badSelection],
    [
      'with transitioned images of the standard class',
      selecting(days('sinceImageTransitioned', 90)),
      badSelection,
    ],
    [
      'that empties the archive after 89 days',
      selecting({ ...sinceTransitioned, countNumber: 89 }),
      'numeric instance is lower than the required minimum (minimum: 90, found: 89)\n',
    ],
    [
      'that archives the archive',
      selecting(sinceTransitioned, archiving),
      'Rules with countType=SINCE_IMAGE_TRANSITIONED must have action type=EXPIRE',
    ],
    [
      'that expires images that are not pulled',
      selecting(days('sinceImagePulled', 9)),
      'Rules with countType=SINCE_IMAGE_PULLED must have action type=TRANSITION',
    ],
    [
      'for tagged images without a tag list',
      selecting({ tagStatus: 'tagged' }),
      'Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.',
    ],
    [
      'for tagged images with an empty tag list',
      selecting(tagged()),
      'Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.',
    ],
    [
      'with both lists',
      selecting({ ...tagged('a'), tagPrefixList: ['a'] }),
      'Must specify either tagPrefixList or tagPatternList, but not both.',
    ],
    [
      'for untagged images with a tag list',
      selecting({ tagStatus: 'untagged', tagPrefixList: ['a'] }),
      'tagPrefixList and tagPatternList can only be specified when tagStatus=TAGGED.',
    ],
    [
      'for any images with an empty tag list',
      selecting({ tagPatternList: [] }),
      'tagPrefixList and tagPatternList can only be specified when tagStatus=TAGGED.',
    ],
    [
      'with five wildcards',
      selecting(tagged('*1*2*3*4*')),
      "Tag pattern '*1*2*3*4*' has more than 4 wildcards (*).",
    ],
    [
      'with two rules for untagged images',
      policyText(rule(1, { tagStatus: 'untagged' }), rule(2, { tagStatus: 'untagged' })),
      'Only one rule can select Untagged images per storage class',
    ],
    [
      'with any before tagged',
      policyText(rule(1), rule(2, tagged('a'))),
      'Rule for tagStatus=ANY must have the lowest priority per storage class',
    ],
    [
      'with any twice',
      policyText(rule(1), rule(2)),
      'Rule for tagStatus=ANY must have the lowest priority per storage class',
    ],
    [
      'with a prefix in two rules',
      policyText(
        rule(1, { tagStatus: 'tagged', tagPrefixList: ['a', 'b'] }),
        rule(2, { tagStatus: 'tagged', tagPrefixList: ['b'] }),
      ),
      "Tag prefixes must be unique per storage class, found 'b' more than once",
    ],
  ];
  for (const [what, text, because] of refused) {
    it(`${what} is refused`, () => assert.equal(refusal(text), because));
  }
});
