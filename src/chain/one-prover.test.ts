// The doctor and `hawser iam prove` decide pulls alike: there is one prover behind both.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compilePolicy } from '../iam/index.ts';
import type { Doc } from '../iam/testing/naive.ts';
import { anyCase } from '../iam/testing/random.ts';
import { provePull } from '../pull/index.ts';
import { absent, known } from './fact.ts';
import { prove } from './prove.ts';
import { emptyWorld, type World } from './world.ts';

const account = '111122223333';
const key = `${account}/us-east-1/red/app`;
const image = `${account}.dkr.ecr.us-east-1.amazonaws.com/red/app:v1`;
const allowAll = { Effect: 'Allow', Action: '*', Resource: '*' };

interface Given {
  readonly role: string;
  readonly identity: readonly Doc[];
  readonly resourcePolicy?: Doc | undefined;
  readonly boundary?: readonly Doc[] | undefined;
}

const given: fc.Arbitrary<Given> = fc
  .tuple(anyCase, fc.constantFrom(account, '444455556666'), fc.boolean())
  .map(([each, owner, granted]) => ({
    role: `arn:aws:iam::${owner}:role/node`,
    identity: granted
      ? [...each.identity, { Version: '2012-10-17', Statement: [allowAll] }]
      : each.identity,
    resourcePolicy: each.resourcePolicy,
    boundary: each.boundary,
  }));

function worldOf({ role, identity, resourcePolicy, boundary }: Given): World {
  const policies = identity.map((doc, at) => ({ name: `p${at}`, document: JSON.stringify(doc) }));
  const [cap] = boundary ?? [];
  return {
    ...emptyWorld,
    accounts: { '111122223333': absent, '444455556666': absent },
    roles: {
      [role]: known({
        arn: role,
        trust: '{}',
        policies,
        tags: {},
        ...(cap === undefined ? {} : { boundary: { name: 'cap', document: JSON.stringify(cap) } }),
      }),
    },
    repositories: {
      [key]: known({
        policy: resourcePolicy === undefined ? absent : known(JSON.stringify(resourcePolicy)),
        tags: known({}),
        imageTags: known(['v1']),
        encryption: { type: 'AES256' },
      }),
    },
    registryPolicies: { [`${account}/us-east-1`]: absent },
    cachePrefixes: { [`${account}/us-east-1`]: known([]) },
    images: {
      [`${key}:v1`]: known({
        digest: `sha256:${'0'.repeat(64)}`,
        status: 'ACTIVE',
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        platforms: known([]),
        missingBlobs: known([]),
      }),
    },
  };
}

const verdicts = { works: 'holds', fails: 'broken', unseen: 'unseen' } as const;
/** Keys of the random conditions that the doctor cannot see. */
const isKey = (name: string) => /^(k:|aws:(source|userid|current|epoch|referer))/i.test(name);

describe('For any role and repository', () => {
  it('the doctor says what the prover of pulls says', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(given, (each) => {
        const { role, identity, resourcePolicy, boundary } = each;
        const { pull } = provePull(
          {
            principal: role
              .replace(':iam:', ':sts:')
              .replace('role/node', 'assumed-role/node/hawser-doctor'),
            registryId: account,
            region: 'us-east-1',
            repository: 'red/app',
            context: {},
          },
          {
            identity: identity.map((doc) => compilePolicy(doc, 'identity')),
            resource: resourcePolicy && compilePolicy(resourcePolicy, 'resource'),
            boundary: boundary?.map((doc) => compilePolicy(doc, 'boundary')),
          },
          { unseen: { isKey } },
        );
        seen.set(pull, (seen.get(pull) ?? 0) + 1);
        assert.equal(prove({ kind: 'role', role, image }, worldOf(each)).verdict, verdicts[pull]);
      }),
      { numRuns: 2_000 },
    );
    for (const pull of ['works', 'fails', 'unseen']) assert.ok((seen.get(pull) ?? 0) > 10, pull);
  });
});
