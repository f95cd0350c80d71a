// The project's conscience: for any world, what `prove` says of a pull equals what happens when a client
// pulls. HAWSER_WORLDS sets how many worlds are tried.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import fc from 'fast-check';
import { prove } from '../../src/chain/prove.ts';
import { ecrHostName } from '../../src/ecr/hosts.ts';
import { issueSession, roleSessionOwner } from '../../src/local/services/sts/sessions.ts';
import { nameKey, type RepositoryRecord, type RoleRecord } from '../../src/local/state.ts';
import { type Running, startLocal } from '../../src/local/up.ts';
import { worldOf } from '../../src/local/world.ts';
import { pullImage } from '../../src/oci/client/pull.ts';
import { pushImage } from '../../src/tour/image.ts';
import { testOptions } from '../support/options.ts';

const [here, there] = ['111122223333', '444455556666'];
const region = 'us-east-1';
const role = `arn:aws:iam::${here}:role/puller`;
const worlds = Number(process.env.HAWSER_WORLDS ?? 250);

const actions = fc.constantFrom(
  'ecr:*',
  'ecr:Batch*',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
  'ecr:GetAuthorizationToken',
  'ecr:Get*',
  '*',
  'ecr:PutImage',
);
const someActions = fc.uniqueArray(actions, { minLength: 1, maxLength: 3 });
const resources = fc.constantFrom(
  '*',
  `arn:aws:ecr:${region}:${here}:repository/team/app`,
  `arn:aws:ecr:${region}:${there}:repository/team/*`,
  'arn:aws:ecr:*:*:repository/*',
  `arn:aws:ecr:${region}:${here}:repository/team`,
);
const effect = fc.constantFrom(...Array<string>(6).fill('Allow'), 'Deny');
const pullOnly = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: '*',
    },
  ],
});
const condition = fc.constantFrom(
  undefined,
  undefined,
  { StringEquals: { 'aws:PrincipalAccount': here } },
  { StringEquals: { 'aws:ResourceTag/team': 'a' } },
  { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/pull*' } },
  { Bool: { 'aws:SecureTransport': 'true' } },
);
const policyOf = (statement: fc.Arbitrary<object>, minLength = 1) =>
  fc
    .array(statement, { minLength, maxLength: 3 })
    .map((Statement) => JSON.stringify({ Version: '2012-10-17', Statement }));
const identityPolicy = policyOf(
  fc
    .record({ Effect: effect, Action: someActions, Resource: resources, Condition: condition })
    .map(withoutUndefined),
);
const repositoryGrant = {
  Effect: 'Allow',
  Principal: { AWS: role },
  Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
};
const repositoryPolicy = policyOf(
  fc.oneof(
    fc.constant(repositoryGrant),
    fc
      .record({
        Effect: effect,
        Principal: fc.constantFrom(
          '*',
          { AWS: role },
          { AWS: here },
          { AWS: `arn:aws:iam::${here}:root` },
          { AWS: `arn:aws:iam::${there}:root` },
        ),
        Action: someActions.map((list) =>
          list.map((action) => (action === '*' ? 'ecr:*' : action)),
        ),
        Condition: condition,
      })
      .map(withoutUndefined),
  ),
);

const worldArbitrary = fc.record({
  policies: fc
    .tuple(fc.boolean(), fc.array(identityPolicy, { maxLength: 2 }))
    .map(([granted, others]) => (granted ? [pullOnly, ...others] : others)),
  boundary: fc.option(identityPolicy, { nil: undefined, freq: 1 }),
  repositoryPolicy: fc.option(repositoryPolicy, { nil: undefined, freq: 3 }),
  owner: fc.constantFrom(here, there),
  tag: fc.constantFrom('v1', 'v1', 'v1', 'v9'),
  tagged: fc.boolean(),
});

function withoutUndefined<Fields extends object>(fields: Fields): object {
  return JSON.parse(JSON.stringify(fields)) as object;
}

describe('for any world', () => {
  let running: Running;
  before(async () => {
    running = await startLocal(testOptions(here), () => undefined);
    for (const owner of [here, there]) await push(owner);
  });
  after(() => running.local.close());

  it('the proof of a pull and the pull agree', async () => {
    let works = 0;
    await fc.assert(
      fc.asyncProperty(worldArbitrary, async (world) => {
        arrange(world);
        const host = ecrHostName(world.owner, region);
        const image = `${host}/team/app:${world.tag}`;
        const { core } = running.local;
        const proof = prove(
          { kind: 'role', role, image },
          await worldOf(core, { nodes: {}, pods: {}, secrets: {} }),
        );
        const outcome = await pull(image);
        works += outcome === 'pulled' ? 1 : 0;
        assert.equal(
          proof.verdict,
          outcome === 'pulled' ? 'holds' : 'broken',
          `${outcome}\n${JSON.stringify(proof, null, 1)}`,
        );
      }),
      { numRuns: worlds },
    );
    assert.ok(
      works > worlds / 10,
      `only ${works} of ${worlds} pulls worked: the worlds are too dull`,
    );
  });

  async function push(owner: string): Promise<void> {
    const credentials = { accessKeyId: owner, secretAccessKey: owner };
    const { endpoint, core } = running.local;
    core.state.repositories.put(`${owner}/${region}/team/app`, {
      registryId: owner,
      region,
      name: 'team/app',
      arn: `arn:aws:ecr:${region}:${owner}:repository/team/app`,
      createdAt: core.clock.now(),
      tagMutability: 'MUTABLE',
      mutabilityFilters: [],
      scanOnPush: false,
      encryption: { encryptionType: 'AES256' },
      tags: {},
    });
    const password = await tokenOf(credentials);
    await pushImage({
      endpoint,
      host: ecrHostName(owner, region),
      repository: 'team/app',
      tag: 'v1',
      credentials: { username: 'AWS', password },
    });
  }

  function arrange(world: typeof worldArbitrary extends fc.Arbitrary<infer World> ? World : never) {
    const { state, clock } = running.local.core;
    const boundary = `arn:aws:iam::${here}:policy/boundary`;
    if (world.boundary !== undefined) {
      const version = { id: 'v1', document: world.boundary, createdAt: clock.now() };
      state.policies.put(boundary, {
        accountId: here,
        name: 'boundary',
        path: '/',
        id: 'ANPA',
        arn: boundary,
        createdAt: clock.now(),
        updatedAt: clock.now(),
        defaultVersion: 'v1',
        nextVersion: 2,
        versions: [version],
        tags: {},
      });
    }
    const record: RoleRecord = {
      accountId: here,
      name: 'puller',
      path: '/',
      id: 'AROAPULLER',
      arn: role,
      createdAt: clock.now(),
      trust: '{}',
      maxSessionDuration: 3600,
      inline: Object.fromEntries(world.policies.map((text, index) => [`policy-${index}`, text])),
      attached: [],
      tags: {},
      ...(world.boundary === undefined ? {} : { boundary }),
    };
    state.roles.put(nameKey(here, 'puller'), record);
    const key = `${world.owner}/${region}/team/app`;
    const { policy: _before, ...repository } = state.repositories.get(key) as RepositoryRecord;
    state.repositories.put(key, {
      ...repository,
      tags: world.tagged ? { team: 'a' } : {},
      ...(world.repositoryPolicy === undefined ? {} : { policy: world.repositoryPolicy }),
    });
  }

  async function pull(image: string): Promise<string> {
    const { core, endpoint } = running.local;
    const record = core.state.roles.get(nameKey(here, 'puller')) as RoleRecord;
    const { credentials } = issueSession(core, roleSessionOwner(record, 'conscience'), 900);
    try {
      const password = await tokenOf({
        accessKeyId: credentials.AccessKeyId,
        secretAccessKey: credentials.SecretAccessKey,
        sessionToken: credentials.SessionToken,
      });
      await pullImage(image, {
        platform: { os: 'linux', architecture: 'amd64' },
        mirrors: () => ({ endpoint, transparent: true }),
        credentials: { username: 'AWS', password },
      });
      return 'pulled';
    } catch (error) {
      return String(error);
    }
  }

  async function tokenOf(credentials: {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
  }) {
    const { endpoint } = running.local;
    const client = new ECRClient({ endpoint, region, credentials, maxAttempts: 1 });
    const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
    const token = authorizationData?.[0]?.authorizationToken ?? '';
    return Buffer.from(token, 'base64').toString().slice('AWS:'.length);
  }
});
