import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchesPattern, PatternError, parsePattern } from './pattern.ts';

const push = {
  source: 'aws.ecr',
  'detail-type': 'ECR Image Action',
  resources: ['a', 'b'],
  detail: { 'action-type': 'PUSH', 'repository-name': 'team/app', 'image-tag': 'v1.2', size: 5 },
};
const matches = (pattern: object): boolean =>
  matchesPattern(parsePattern(JSON.stringify(pattern)), push);

describe('event patterns', () => {
  const holding: [string, object][] = [
    ['one of several values', { source: ['aws.ec2', 'aws.ecr'] }],
    ['any value of an array', { resources: ['b'] }],
    ['fields of the detail', { detail: { 'action-type': ['PUSH'] } }],
    ['a prefix', { detail: { 'repository-name': [{ prefix: 'team/' }] } }],
    ['a suffix', { detail: { 'repository-name': [{ suffix: '/app' }] } }],
    ['a wildcard', { detail: { 'image-tag': [{ wildcard: 'v*.*' }] } }],
    ['anything but', { detail: { 'action-type': [{ 'anything-but': ['DELETE'] }] } }],
    ['anything but a prefix', { detail: { 'image-tag': [{ 'anything-but': { prefix: 'dev' } }] } }],
    ['a number in a range', { detail: { size: [{ numeric: ['>', 0, '<=', 5] }] } }],
    ['a number', { detail: { size: [{ numeric: ['=', 5] }] } }],
    ['a field that is there', { detail: { 'image-tag': [{ exists: true }] } }],
    ['a field that is not there', { detail: { other: [{ exists: false }] } }],
  ];
  for (const [what, pattern] of holding) {
    it(`match ${what}`, () => assert.equal(matches(pattern), true));
  }

  const failing: [string, object][] = [
    ['another value', { source: ['aws.ec2'] }],
    ['one field of two', { source: ['aws.ecr'], detail: { 'action-type': ['DELETE'] } }],
    ['another prefix', { detail: { 'repository-name': [{ prefix: 'app' }] } }],
    ['a wildcard whose ends overlap', { detail: { 'image-tag': [{ wildcard: 'v1.*.2' }] } }],
    ['what is excluded', { detail: { 'action-type': [{ 'anything-but': 'PUSH' }] } }],
    ['anything but, of a field that is not there', { detail: { x: [{ 'anything-but': 'y' }] } }],
    ['a number beyond', { detail: { size: [{ numeric: ['<', 5] }] } }],
    ['a text as a number', { detail: { 'image-tag': [{ numeric: ['>', 0] }] } }],
    ['a field that should not be there', { detail: { 'image-tag': [{ exists: false }] } }],
    ['what every object has', { detail: { constructor: [{ exists: true }] } }],
  ];
  for (const [what, pattern] of failing) {
    it(`do not match ${what}`, () => assert.equal(matches(pattern), false));
  }

  for (const text of [
    '',
    '[]',
    '{}',
    '{"a":"b"}',
    '{"a":[]}',
    '{"a":[{"like":"x"}]}',
    '{"a":[[1]]}',
    '{"a":[{"prefix":1}]}',
    '{"a":[{"numeric":[]}]}',
    '{"a":[{"numeric":[">"]}]}',
    '{"a":[{"numeric":["!=",1]}]}',
    '{"a":[{"numeric":["<",1,">",0]}]}',
    '{"a":[{"numeric":[">",5,"<",1]}]}',
    `${'{"a":'.repeat(80)}["x"]${'}'.repeat(80)}`,
    '{"a":[{"anything-but":["x",1]}]}',
    '{"a":[{"anything-but":[]}]}',
    '{"a":[{"anything-but":{"prefix":[]}}]}',
    '{"a":[{"anything-but":{"numeric":["=",1]}}]}',
    '{"a":[{"prefix":{"suffix":"x"}}]}',
    '{"a":[{"suffix":{"equals-ignore-case":1}}]}',
    '{"a":[{"cidr":"10.0.0.0"}]}',
    '{"a":[{"cidr":"10.0.0.0/33"}]}',
    '{"a":[{"cidr":"x/8"}]}',
    `{"${'a.'.repeat(80)}a":["x"]}`,
    '{"$or":{"a":["x"]}}',
    '{"$or":[{"a":["x"]}]}',
    '{"$or":[{"a":["x"]},1]}',
    `{${Array.from({ length: 10 }, (_none, at) => `"f${at}":{"$or":[{"a":[1]},{"b":[1]}]}`)},"$or":[{"a":[1]},{"b":[1]}]}`,
  ]) {
    it(`refuse ${text.slice(0, 30)}`, () => {
      assert.throws(() => parsePattern(text), PatternError);
    });
  }
});
