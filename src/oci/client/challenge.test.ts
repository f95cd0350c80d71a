import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseChallenges } from './challenge.ts';

describe('parseChallenges', () => {
  it('reads the challenge that ECR sends', () => {
    const text =
      'Basic realm="https://1.dkr.ecr.eu-west-1.amazonaws.com/",service="ecr.amazonaws.com"';
    assert.deepEqual(parseChallenges(text), [
      {
        scheme: 'basic',
        parameters: {
          realm: 'https://1.dkr.ecr.eu-west-1.amazonaws.com/',
          service: 'ecr.amazonaws.com',
        },
      },
    ]);
  });

  it('puts Bearer before Basic', () => {
    const schemes = parseChallenges('Basic realm="a", Bearer realm="b",scope="x:y,z"');
    assert.deepEqual(
      schemes.map(({ scheme, parameters }) => [scheme, parameters.realm]),
      [
        ['bearer', 'b'],
        ['basic', 'a'],
      ],
    );
  });

  it('ends, whatever the header', () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(parseChallenges(text))));
  });
});
