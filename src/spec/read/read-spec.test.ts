// The spec file: what it says, with defaults, and what is wrong with it, at which line and column.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { SpecError } from '../errors.ts';
import type { Spec } from '../types.ts';
import { readSpec } from './read-spec.ts';

const head = `name: shop
accounts:
  - { name: registry, id: "444455556666", region: us-east-1 }
  - { name: workloads, id: "111122223333", region: eu-west-1 }
`;
const read = (text: string): Spec => readSpec([{ name: 'hawser.yaml', text }]);

/** What is complained of, as `line:column message | hint`. */
function complaints(text: string): string[] {
  try {
    read(text);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.problems.map(
      ({ line, column, message, hint }) => `${line}:${column} ${message} | ${hint}`,
    );
  }
  return [];
}

describe('a spec', () => {
  it('is read from the example', () => {
    const spec = read(readFileSync('examples/registry-account.yaml', 'utf8'));
    assert.deepEqual(
      spec.repositories.map(({ name }) => name),
      ['shop/web', 'shop/worker', 'billing/api'],
    );
    assert.equal(spec.grants[0]?.repositories.length, 2);
  });

  it('has safe defaults: immutable tags, a scan on push, untagged images expire', () => {
    const { repositories } = read(`${head}repositories:\n  - { name: a/b, account: registry }\n`);
    const [{ mutability, scanOnPush, lifecycle, region, encryption } = assert.fail()] =
      repositories;
    assert.deepEqual(
      { mutability, scanOnPush, region, encryption },
      {
        mutability: 'IMMUTABLE',
        scanOnPush: true,
        region: 'us-east-1',
        encryption: { type: 'AES256' },
      },
    );
    assert.deepEqual(
      (lifecycle as { rules: { selection: object }[] }).rules.map(({ selection }) => selection),
      [
        {
          tagStatus: 'untagged',
          countType: 'sinceImagePushed',
          countUnit: 'days',
          countNumber: 14,
        },
      ],
    );
  });

  it('may stand in several files', () => {
    const spec = readSpec([
      { name: 'a.yaml', text: head },
      { name: 'b.yaml', text: 'repositories:\n  - { name: x/y, account: workloads }\n' },
    ]);
    assert.deepEqual(
      spec.repositories.map(({ account }) => account.id),
      ['111122223333'],
    );
  });

  const wrong: Readonly<Record<string, readonly [string, readonly string[]]>> = {
    'an unknown key, with what was meant': [
      `${head}repositories:\n  - { name: a/b, account: registry, scanOnPsh: false }\n`,
      ['6:37 unknown key "scanOnPsh" | Did you mean scanOnPush?'],
    ],
    'a kind of resource that is not there': [
      `${head}clusters: []\n`,
      [
        '5:1 unknown key "clusters" | Known here: name, accounts, repositories, caches, roles, grants.',
      ],
    ],
    'a cache of a registry that lets nobody in': [
      `${head}caches:\n  - { prefix: hub, account: registry, upstream: registry-1.docker.io }\n`,
      [
        '6:5 registry-1.docker.io lets nobody in without credentials | Add credentials:, the ARN of a secret named ecr-pullthroughcache/….',
      ],
    ],
    'a cache of a registry that ECR does not cache': [
      `${head}caches:\n  - { prefix: hub, account: registry, upstream: example.com }\n`,
      [
        '6:49 ECR caches no registry example.com | The ECR User Guide, "Pull through cache", lists those that it does.',
      ],
    ],
    'an id that YAML reads as a number': [
      'name: s\naccounts:\n  - { name: a, id: 444455556666, region: us-east-1 }\n',
      [
        '3:20 "accounts[0].id" must be an account id of 12 digits, in quotes | Put it into quotes: YAML reads it as something else.',
      ],
    ],
    'a Region with a typing error': [
      'name: s\naccounts:\n  - { name: a, id: "444455556666", region: us-esat-1 }\n',
      ['3:44 there is no Region us-esat-1 | Did you mean us-east-1?'],
    ],
    'a repository that is declared twice': [
      `${head}repositories:\n  - { name: a/b, account: registry }\n  - { name: a/b, account: registry }\n`,
      ['7:5 repository a/b in registry us-east-1 is declared twice | Remove one.'],
    ],
    'roles whose names differ in case only': [
      `${head}roles:\n  - { name: n, account: registry, kind: node }\n  - { name: N, account: registry, kind: node }\n`,
      ['7:5 role N in registry is declared twice | Remove one.'],
    ],
    'a tag that AWS keeps for itself': [
      `${head}repositories:\n  - { name: a/b, account: registry, tags: { "aws:x": y } }\n`,
      ['6:43 the tag aws:x begins with aws:, which AWS keeps for itself | Give it another key.'],
    ],
    'an account that there is not': [
      `${head}repositories:\n  - { name: a/b, account: registri }\n`,
      ['6:27 the spec has no account registri | Did you mean registry?'],
    ],
    'a lifecycle rule under which every image expires': [
      `${head}repositories:\n  - name: a/b\n    account: registry\n    lifecycle: { rules: [{ tags: ["*"], expireAfterDays: 9 }] }\n`,
      [
        '8:16 rule 1 would in time expire every image, also those in use | Keep a number of images instead (keepLast), or name the tags that may expire.',
      ],
    ],
    'a lifecycle policy that ECR refuses': [
      `${head}repositories:\n  - name: a/b\n    account: registry\n    lifecycle: { raw: { rules: [] } }\n`,
      [
        `8:16 the lifecycle policy is invalid: Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: array is too short: must have at least 1 elements but instance has 0 elements' | Correct it.`,
      ],
    ],
    'a lifecycle policy that contains itself': [
      `${head}repositories:\n  - { name: a/b, account: registry, lifecycle: { raw: &a [{ x: *a }] } }\n`,
      [
        '6:58 "repositories[0].lifecycle.raw" has aliases that lead back to it, or too many of them | Write it without aliases.',
      ],
    ],
    'a trust without subject': [
      `${head}roles:\n  - { name: ci, account: registry, kind: github-actions, repository: a/b, allow: [] }\n`,
      [
        '6:82 "roles[0].allow" allows nothing: a trust without a subject would let in every project | Name what may run as the role, such as - branch: main.',
      ],
    ],
    'a key of another kind of role': [
      `${head}roles:\n  - { name: n, account: registry, kind: node, repository: a/b }\n`,
      [
        '6:47 unknown key "repository" | Known here: name, account, kind, instanceProfile, regions.',
      ],
    ],
    'a grant of what is not declared': [
      `${head}repositories:\n  - { name: shop/web, account: registry }\ngrants:\n  - pull: [shop/wbe]\n    by: [{ account: "999988887777" }]\n`,
      ['8:12 no repository of the spec matches shop/wbe | Did you mean shop/web?'],
    ],
    'a grant to a role that is not declared': [
      `${head}repositories:\n  - { name: a/b, account: registry }\nroles:\n  - { name: node, account: workloads, kind: node }\ngrants:\n  - pull: [a/b]\n    by: [{ role: workloads/noed }]\n`,
      ['11:18 the spec has no role workloads/noed | Did you mean workloads/node?'],
    ],
    'a grant to the account that owns the repository': [
      `${head}repositories:\n  - { name: a/b, account: registry }\ngrants:\n  - pull: [a/b]\n    by: [{ account: registry }]\n`,
      [
        '8:5 account 444455556666 owns a/b: a policy that grants it to the whole account changes nothing | Grant it to roles of the account.',
      ],
    ],
    'text that is no YAML': [
      'name: [\n',
      [
        '2:1 Flow sequence in block collection must be sufficiently indented and end with a ] | Correct the YAML.',
      ],
    ],
    'nothing at all': [
      '',
      [
        '1:1 the file declares nothing | Give it name, accounts, repositories, caches, roles, grants.',
      ],
    ],
  };
  for (const [what, [text, expected]] of Object.entries(wrong)) {
    it(`complains of ${what}`, () => assert.deepEqual(complaints(text), expected));
  }

  it('complains of everything at once, in the order of the file', () => {
    const text = `${head}repositories:\n  - { name: A, account: registry }\n  - { name: b/c, acount: registry }\n`;
    assert.deepEqual(
      complaints(text).map((one) => one.split(' ')[0]),
      ['6:13', '7:5', '7:18'],
    );
  });
});
