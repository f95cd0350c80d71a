import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { absent, known, unseen } from '../chain/fact.ts';
import { emptyWorld, type World } from '../chain/world.ts';
import { diagnoseBundle, writeBundle } from './bundle.ts';
import { EvidenceError } from './errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-bundle-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'bundle.json');

const role = 'arn:aws:iam::111122223333:role/node';
const key = '111122223333/us-east-1/app';
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }],
});
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
const world: World = {
  ...emptyWorld,
  pods: {
    'default/web': known({
      namespace: 'default',
      name: 'web',
      node: 'n',
      serviceAccount: 'default',
      owner: { kind: 'Deployment', name: 'web', hasEarlierRevision: true },
      events: ['Failed to pull image'],
      containers: [
        {
          name: 'app',
          image: '111122223333.dkr.ecr.us-east-1.amazonaws.com/app:v1',
          imagePullPolicy: 'Always',
          waiting: { reason: 'ErrImagePull', message: 'no' },
        },
      ],
      imagePullSecrets: ['s'],
    }),
  },
  nodes: {
    n: known({
      name: 'n',
      providerId: 'aws:///us-east-1a/i-1',
      platform: { os: 'linux', architecture: 'amd64' },
      ready: true,
      credentialProvider: known({ configured: true, failures: 0 }),
      images: ['x'],
    }),
  },
  instances: { 'i-1': known({ accountId: '111122223333', instanceProfile: 'arn:p' }) },
  instanceProfiles: { 'arn:p': known({ role }) },
  accounts: {
    '111122223333': known({
      organization: 'o-1',
      managementAccount: '999988887777',
      path: known('o-1/r-1/'),
      scps: known([{ target: 'r-1', policies: [{ id: 'p-1', name: 'all', document: policy }] }]),
      rcps: absent,
    }),
  },
  keys: {
    'arn:k': known({
      state: 'Enabled',
      isAwsManaged: false,
      origin: 'AWS_KMS',
      policy: absent,
      grants: known([
        { grantee: 'ecr.us-east-1.amazonaws.com', operations: [], context: { a: 'b' } },
      ]),
    }),
  },
  roles: {
    [role]: known({
      arn: role,
      trust,
      policies: [{ name: 'p', document: policy }],
      tags: {},
    }),
  },
  repositories: {
    [key]: known({
      policy: absent,
      tags: known({ a: 'b' }),
      imageTags: known(['v2']),
      encryption: { type: 'AES256' },
    }),
  },
  registryPolicies: { '111122223333/us-east-1': unseen('policy', 'ecr:GetRegistryPolicy') },
  cachePrefixes: { '111122223333/us-east-1': known(['hub']) },
  images: { [`${key}:v1`]: absent },
  elsewhere: { [key]: known([]) },
  secrets: {
    'default/s': known({
      type: 'kubernetes.io/dockerconfigjson',
      registries: [
        { location: 'a', username: 'AWS', accepted: known({ status: 200, message: '' }) },
      ],
    }),
  },
  credentialRuns: { n: known([{ at: '2026-01-01T00:00:00Z', wanted: '' }]) },
};
const question = { pod: 'web', namespace: 'default' };
const pull = { kind: 'pod', namespace: 'default', pod: 'web', container: 'app' } as const;

/** Every place in a JSON value, as a path. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([name, one]) => placesIn(one, [...path, name]));
  return path.length === 0 ? inner : [path, ...inner];
}

function changed(value: unknown, [name = '', ...rest]: readonly string[], to: unknown): unknown {
  const copy = structuredClone(value) as Record<string, unknown>;
  if (rest.length > 0) copy[name] = changed(copy[name], rest, to);
  else if (to === undefined) delete copy[name];
  else copy[name] = to;
  return copy;
}

describe('a bundle', () => {
  it('gives the verdict on what was collected', async () => {
    await writeBundle(path, [{ question, cases: [{ pull, world }] }]);
    const { proof } = await diagnoseBundle(path, undefined);
    assert.ok(proof.causes.some(({ code }) => code === 'HW1501'));
  });

  it('of another version is refused, with the way out', async () => {
    writeFileSync(path, '{"format":"hawser-bundle","version":1,"entries":[]}');
    await assert.rejects(diagnoseBundle(path, undefined), {
      code: 'NOT_A_BUNDLE',
      message: /is not a bundle of version 3: its version is 1$/,
      hint: /hawser collect/,
    });
  });

  it('that is cut off is refused', async () => {
    await writeBundle(path, [{ question, cases: [{ pull, world }] }]);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, text.length / 2));
    await assert.rejects(diagnoseBundle(path, undefined), { code: 'NOT_A_BUNDLE' });
  });

  it('in which anything was changed is refused, naming the field, or proven like any other', async () => {
    await writeBundle(path, [{ question, cases: [{ pull, world }] }]);
    const whole: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const odd = fc.constantFrom<unknown>(undefined, null, 5, 'x', [], {}, [null], true, ['x'], -1);
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...placesIn(whole)), odd, async (place, value) => {
        writeFileSync(path, JSON.stringify(changed(whole, place, value)));
        try {
          const { proof } = await diagnoseBundle(path, undefined);
          const statuses = proof.links.map(({ status }) => status);
          assert.equal(proof.verdict === 'broken', statuses.includes('broken'));
          if (proof.verdict === 'holds')
            assert.ok(!statuses.includes('unseen'), statuses.join(' '));
          if (proof.verdict === 'unseen') assert.ok(proof.needs.length > 0);
        } catch (error) {
          if (!(error instanceof EvidenceError)) throw error;
          refused++;
        }
      }),
      { numRuns: 600 },
    );
    assert.ok(refused > 100, String(refused));
  });
});
