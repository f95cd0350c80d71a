import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InvalidReference } from './errors.ts';
import { asPulled, formatReference, parseReference, withDefaultTag } from './reference.ts';

const sha = `sha256:${'0123456789abcdef'.repeat(4)}`;
const ecr = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';

describe('parseReference', () => {
  const accepted: [string, object][] = [
    ['busybox', { domain: 'docker.io', path: 'library/busybox' }],
    ['busybox:1.36', { domain: 'docker.io', path: 'library/busybox', tag: '1.36' }],
    ['grafana/grafana', { domain: 'docker.io', path: 'grafana/grafana' }],
    ['docker.io/busybox', { domain: 'docker.io', path: 'library/busybox' }],
    ['index.docker.io/busybox', { domain: 'docker.io', path: 'library/busybox' }],
    ['localhost/app', { domain: 'localhost', path: 'app' }],
    ['localhost:5000/app:v1', { domain: 'localhost:5000', path: 'app', tag: 'v1' }],
    ['[::1]:5000/app', { domain: '[::1]:5000', path: 'app' }],
    ['Registry/app', { domain: 'Registry', path: 'app' }],
    [`${ecr}/team/app:v1`, { domain: ecr, path: 'team/app', tag: 'v1' }],
    [`${ecr}/app@${sha}`, { domain: ecr, path: 'app', digest: sha }],
    [`${ecr}/app:v1@${sha}`, { domain: ecr, path: 'app', tag: 'v1', digest: sha }],
    ['a__b/c--d:_x', { domain: 'docker.io', path: 'a__b/c--d', tag: '_x' }],
  ];
  for (const [text, expected] of accepted) {
    it(`reads ${text}`, () => assert.deepEqual(parseReference(text), expected));
  }

  const refused: [string, string, string][] = [
    ['', 'REFERENCE_EMPTY', 'invalid reference format'],
    ['my app', 'REFERENCE_SPACE', 'invalid reference format'],
    ['app:v1 ', 'REFERENCE_SPACE', 'invalid reference format'],
    [`https://${ecr}/app:v1`, 'REFERENCE_SCHEME', 'invalid reference format'],
    [
      `${ecr}/Team/App:v1`,
      'REFERENCE_UPPERCASE',
      'invalid reference format: repository name (Team/App) must be lowercase',
    ],
    [`${ecr}/app:`, 'REFERENCE_EMPTY_TAG', 'invalid reference format'],
    [`${ecr}/app:v1+2`, 'REFERENCE_BAD_TAG', 'invalid reference format'],
    [`${ecr}/app:v1:v2`, 'REFERENCE_BAD_TAG', 'invalid reference format'],
    [`${ecr}/app:${'t'.repeat(129)}`, 'REFERENCE_BAD_TAG', 'invalid reference format'],
    [`${ecr}/app@sha256:123`, 'REFERENCE_BAD_DIGEST', 'invalid reference format'],
    [
      `${ecr}/app@sha256:${'a'.repeat(63)}`,
      'REFERENCE_BAD_DIGEST',
      'invalid checksum digest length',
    ],
    [`${ecr}//app`, 'REFERENCE_BAD_PATH', 'invalid reference format'],
    [`${ecr}/../app`, 'REFERENCE_BAD_PATH', 'invalid reference format'],
    [`${ecr}/app/`, 'REFERENCE_BAD_PATH', 'invalid reference format'],
    ['-bad.example/app', 'REFERENCE_BAD_DOMAIN', 'invalid reference format'],
    [
      `${ecr}/${'a'.repeat(300)}`,
      'REFERENCE_TOO_LONG',
      'repository name must not be more than 255 characters',
    ],
    [
      'a'.repeat(64),
      'REFERENCE_BARE_ID',
      `invalid repository name (${'a'.repeat(64)}), cannot specify 64-byte hexadecimal strings`,
    ],
  ];
  for (const [text, code, message] of refused) {
    it(`refuses ${JSON.stringify(text.slice(0, 60))} as ${code}`, () => {
      assert.throws(
        () => parseReference(text),
        (error) => {
          assert.ok(error instanceof InvalidReference);
          assert.deepEqual([error.code, error.message], [code, message]);
          assert.notEqual(error.hint, '');
          return true;
        },
      );
    });
  }

  it('reads back what it formats', () => {
    const domains = fc.constantFrom('docker.io', 'localhost:5000', ecr, '[::1]:80');
    const component = fc.stringMatching(/^[a-z0-9]{1,8}([._-][a-z0-9]{1,4})?$/);
    const path = fc.array(component, { minLength: 2, maxLength: 4 }).map((all) => all.join('/'));
    const tag = fc.option(fc.stringMatching(/^\w[\w.-]{0,12}$/), { nil: undefined });
    fc.assert(
      fc.property(domains, path, tag, fc.boolean(), (domain, path, tag, pinned) => {
        const reference = {
          domain,
          path,
          ...(tag === undefined ? {} : { tag }),
          ...(pinned ? { digest: sha } : {}),
        };
        assert.deepEqual(parseReference(formatReference(reference)), reference);
      }),
    );
  });

  it('throws only InvalidReference, whatever the input', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        try {
          parseReference(text);
        } catch (error) {
          assert.ok(error instanceof InvalidReference);
        }
      }),
    );
  });
});

describe('withDefaultTag', () => {
  it('adds latest only to a reference without tag and digest', () => {
    assert.equal(withDefaultTag(parseReference('app')).tag, 'latest');
    assert.equal(withDefaultTag(parseReference('app:v1')).tag, 'v1');
    assert.equal(withDefaultTag(parseReference(`app@${sha}`)).tag, undefined);
  });
});

describe('asPulled', () => {
  it('drops the tag if there is a digest, and adds latest if there is neither', () => {
    const text = (name: string) => formatReference(asPulled(parseReference(name)));
    assert.equal(text(`${ecr}/app:v1@${sha}`), `${ecr}/app@${sha}`);
    assert.equal(text(`${ecr}/app`), `${ecr}/app:latest`);
    assert.equal(text(`${ecr}/app:v1`), `${ecr}/app:v1`);
  });
});
