import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { AwsError } from './aws-error.ts';
import { parseJsonInput } from './json-input.ts';
import type { Model, Value } from './model.ts';
import { toJson, toXml } from './output.ts';
import { parseQueryInput } from './query-input.ts';
import { violations } from './validate.ts';

const model: Model = {
  metadata: { protocol: 'query', apiVersion: '2026-01-01' },
  operations: {},
  shapes: {
    Input: {
      type: 'structure',
      required: ['Name'],
      members: {
        Name: { shape: 'Name' },
        Count: { shape: 'Count' },
        Tags: { shape: 'Tags' },
        Labels: { shape: 'Labels' },
        When: { shape: 'When' },
        Force: { shape: 'Force' },
        Kind: { shape: 'Kind' },
      },
    },
    Name: { type: 'string', min: 2, max: 5, pattern: '[a-z]+' },
    Count: { type: 'integer', min: 1, max: 1000 },
    Tags: { type: 'list', member: { shape: 'Tag' }, max: 2 },
    Tag: { type: 'structure', members: { Key: { shape: 'Text' }, Value: { shape: 'Text' } } },
    Labels: { type: 'map', key: { shape: 'Text' }, value: { shape: 'Text' } },
    Text: { type: 'string' },
    When: { type: 'timestamp' },
    Force: { type: 'boolean' },
    Kind: { type: 'string', enum: ['A', 'B'] },
  },
};

describe('the Query protocol', () => {
  it('reads structures, lists, maps and scalars from dotted names', () => {
    const form = new URLSearchParams(
      'Action=Do&Name=abc&Count=7&Force=true&When=2026-01-02T03:04:05Z' +
        '&Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.2.Key=b' +
        '&Labels.entry.1.key=x&Labels.entry.1.value=y',
    );
    assert.deepEqual(parseQueryInput(model, 'Input', form), {
      Name: 'abc',
      Count: 7,
      Tags: [{ Key: 'a', Value: '1' }, { Key: 'b' }],
      Labels: { x: 'y' },
      When: new Date('2026-01-02T03:04:05Z'),
      Force: true,
    });
  });

  it('reads a list of a billion members without making room for them', () => {
    const form = new URLSearchParams('Name=abc&Tags.member.999999999.Key=far');
    assert.deepEqual(parseQueryInput(model, 'Input', form), {
      Name: 'abc',
      Tags: [{ Key: 'far' }],
    });
  });

  it('refuses what is not of the member’s type', () => {
    for (const wrong of [
      'Count=many',
      'Count=',
      'Count=1.5',
      'Count=1e300',
      'Force=perhaps',
      'When=never',
      'When=%2B275760-09-13T00:00:00Z',
    ]) {
      assert.throws(
        () => parseQueryInput(model, 'Input', new URLSearchParams(wrong)),
        (error) => error instanceof AwsError && error.code === 'MalformedInput',
      );
    }
  });

  it('writes what it has read, escaped', () => {
    const output = { Name: 'a<b>&"c"', Tags: [{ Key: 'k' }], When: new Date(0), Force: false };
    assert.equal(
      [...toXml(model, 'Input', output)].join(''),
      '<Name>a&lt;b&gt;&amp;&quot;c&quot;</Name><Tags><member><Key>k</Key></member></Tags><When>1970-01-01T00:00:00Z</When><Force>false</Force>',
    );
  });
});

describe('JSON 1.1', () => {
  it('reads by shape and leaves out members that it does not know', () => {
    assert.deepEqual(
      parseJsonInput(model, 'Input', Buffer.from('{"Name":"abc","Shoe":1,"When":1.5}')),
      {
        Name: 'abc',
        When: new Date(1500),
      },
    );
  });

  it('refuses fractions of whole numbers, and times that no calendar has', () => {
    for (const wrong of ['"Count":1.5', '"Count":1e300', '"When":1e300', '"When":-1e12']) {
      assert.throws(
        () => parseJsonInput(model, 'Input', Buffer.from(`{${wrong}}`)),
        (error) => error instanceof AwsError && error.code === 'SerializationException',
        wrong,
      );
    }
    for (const body of ['null', '[]', '7', '"x"']) {
      assert.throws(() => parseJsonInput(model, 'Input', Buffer.from(body)), {
        code: 'SerializationException',
      });
    }
  });

  it('writes times as epoch seconds and bytes as base64', () => {
    assert.equal(
      [...toJson({ at: new Date(1500), body: new Uint8Array([1, 2]), none: undefined })].join(''),
      '{"at":1.5,"body":"AQI="}',
    );
  });

  it('answers any text with input or a SerializationException, never with anything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (body) => {
        try {
          parseJsonInput(model, 'Input', Buffer.from(body));
        } catch (error) {
          assert.ok(error instanceof AwsError);
          assert.equal(error.code, 'SerializationException');
        }
      }),
    );
  });
});

describe('the constraints of a model', () => {
  const rows: [what: string, input: Value, found: readonly string[]][] = [
    ['all is well', { Name: 'abc', Count: 1, Kind: 'A' }, []],
    ['a required member is absent', {}, ['Name: Member must not be null']],
    ['null is absent', { Name: null }, ['Name: Member must not be null']],
    ['too short', { Name: 'a' }, ['Name: Member must have length greater than or equal to 2']],
    ['too long', { Name: 'abcdef' }, ['Name: Member must have length less than or equal to 5']],
    [
      'the whole value has to match',
      { Name: 'abc1' },
      ['Name: Member must satisfy regular expression pattern: [a-z]+'],
    ],
    [
      'out of range',
      { Name: 'abc', Count: 0 },
      ['Count: Member must have value greater than or equal to 1'],
    ],
    [
      'not of the enumeration',
      { Name: 'abc', Kind: 'C' },
      ['Kind: Member must satisfy enum value set: [A, B]'],
    ],
    [
      'too many members',
      { Name: 'abc', Tags: [{}, {}, {}] },
      ['Tags: Member must have length less than or equal to 2'],
    ],
  ];
  for (const [what, input, expected] of rows) {
    it(`are told when ${what}`, () => {
      const found = violations(model, 'Input', input);
      assert.deepEqual(
        found.map(({ path, constraint }) => `${path}: ${constraint}`),
        expected,
      );
    });
  }
});
