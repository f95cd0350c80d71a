import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { matchesImage, parseSchemelessUrl } from './match-images.ts';

const ecr = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';

describe('matchImages', () => {
  const rows: [string, string, boolean][] = [
    ['*.dkr.ecr.*.amazonaws.com', `${ecr}/app`, true],
    ['*.dkr.ecr.*.amazonaws.com', ecr, true],
    ['*.dkr.ecr.*.amazonaws.com', `${ecr}.cn/app`, false],
    ['*.dkr.ecr.*.amazonaws.com.cn', '1.dkr.ecr.cn-north-1.amazonaws.com.cn/app', true],
    ['*.dkr-ecr.*.on.aws', '1.dkr-ecr.eu-west-1.on.aws/app', true],
    ['public.ecr.aws', 'public.ecr.aws/eks/pause', true],
    ['*.io', 'registry.k8s.io/pause', false],
    ['*.k8s.io', 'registry.k8s.io/pause', true],
    ['app*.k8s.io', 'app1.k8s.io/x', true],
    ['*', 'registry/x', true],
    ['registry.io:8080', 'registry.io:8080/app', true],
    ['registry.io', 'registry.io:8080/app', false],
    ['registry.io:8080', 'registry.io/app', false],
    ['registry.io/team', 'registry.io/team/app', true],
    ['registry.io/team', 'registry.io/teams', true],
    ['registry.io/team', 'registry.io/other', false],
    ['regis[a-z]ry.io', 'registry.io', true],
    ['regis?ry.io', 'registry.io', true],
    ['a b.io', 'a b.io', false],
  ];
  for (const [pattern, image, matches] of rows) {
    it(`${pattern} ${matches ? 'matches' : 'does not match'} ${image}`, () =>
      assert.equal(matchesImage(pattern, image), matches));
  }

  it('reports what Go cannot parse', () => {
    assert.deepEqual(parseSchemelessUrl('a b.io'), {
      problem: 'parse "https://a b.io": invalid character " " in host name',
    });
    assert.deepEqual(parseSchemelessUrl('x.io:port/app'), {
      problem: 'parse "https://x.io:port/app": invalid port ":port" after host',
    });
  });

  it('matches every plain host name against itself', () => {
    const host = fc.stringMatching(/^[a-z0-9]{1,6}(\.[a-z0-9]{1,6}){0,3}$/);
    fc.assert(fc.property(host, (name) => matchesImage(name, `${name}/app`)));
  });
});
