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

  it('reads the challenges before a part that cannot be parsed', () => {
    const basic = { scheme: 'basic', parameters: { realm: 'a' } };
    assert.deepEqual(parseChallenges('Basic realm="a" "'), [basic]);
    assert.deepEqual(parseChallenges('Basic realm="a", @@'), [basic]);
    for (const none of ['', '"', ', Basic', undefined]) assert.deepEqual(parseChallenges(none), []);
  });

  it('reads the parameters that a registry may choose, whatever their values', () => {
    const name = fc.constantFrom('realm', 'service', 'scope', 'error');
    const parameters = fc.dictionary(name, fc.string(), { noNullPrototype: true });
    fc.assert(
      fc.property(fc.constantFrom('Basic', 'Bearer'), parameters, (scheme, given) => {
        const quoted = Object.entries(given).map(
          ([key, value]) => `${key}="${value.replace(/["\\]/g, '\\$&')}"`,
        );
        assert.deepEqual(parseChallenges(`${scheme} ${quoted.join(',')}`), [
          { scheme: scheme.toLowerCase(), parameters: given },
        ]);
      }),
    );
  });
});
