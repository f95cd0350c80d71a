// The schemas that are published take what Hawser writes, and nothing with a member more or less.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { madeFleet } from '../../bench/doctor/made-fleet.ts';
import { answerFleet } from '../../src/chain/fleet/answer-fleet.ts';
import { emptyWorld, kindsByNeed } from '../../src/chain/world.ts';
import { answerToText } from '../../src/report/answer.ts';
import { diagnoseText } from '../../src/symptoms/diagnose-text.ts';
import { startLocalEcr } from '../support/local-ecr.ts';
import { assertValid, type SchemaName, schemaNames, validatorOf } from '../support/schemas.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const proofs = globSync('test/fixtures/bundles/*.proof.json');
const bundles = globSync('test/fixtures/bundles/*.json').filter((path) => !proofs.includes(path));

type Path = readonly string[];

interface Schema {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
}

/** Every object in a value, apart from texts of policies, whose members are AWS's. */
function objectsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  if (['document', 'before'].includes(path.at(-1) ?? '')) return [];
  const below = Object.entries(value).flatMap(([key, each]) => objectsIn(each, [...path, key]));
  return Array.isArray(value) ? below : [path, ...below];
}

function objectAt(value: unknown, path: Path): Record<string, unknown> {
  return path.reduce((at, key) => (at as Record<string, unknown>)[key], value) as Record<
    string,
    unknown
  >;
}

/** Where a value may have a member that it does not know. */
function openPlaces(name: SchemaName, value: unknown): string[] {
  const validate = validatorOf(name);
  return objectsIn(value)
    .filter((path) => {
      const changed = structuredClone(value);
      objectAt(changed, path).surprise = 1;
      return validate(changed);
    })
    .map((path) => path.join('.'));
}

describe('the published schemas', () => {
  it('have an $id of their own and the draft of 2020', () => {
    for (const name of schemaNames) {
      const { $id, $schema } = read(`schemas/${name}.json`) as Record<string, string>;
      assert.equal($id, `https://hawser.dev/schemas/${name}.json`);
      assert.equal($schema, 'https://json-schema.org/draft/2020-12/schema');
    }
  });

  it('take the recorded bundles and proofs', () => {
    assert.ok(bundles.length >= 8);
    assert.equal(proofs.length, bundles.length);
    for (const path of bundles) assertValid('bundle', read(path));
    for (const path of proofs) assertValid('proof', read(path));
  });

  it('take what a text makes likely', () => {
    const text =
      'Failed to pull image "111122223333.dkr.ecr.us-east-1.amazonaws.com/a:v1": 403 Forbidden';
    const answer = answerToText(diagnoseText(text));
    assert.ok(answer.causes.length > 0);
    assertValid('proof', answer);
  });

  it('take large clusters, and what is said of them, and nothing else', () => {
    const fleet = madeFleet({ pods: 60, nodes: 4, repositories: 12 });
    const [first = ''] = Object.keys(fleet.pods);
    const own = { app: { secrets: {} } };
    const pods = { ...fleet.pods, [first]: { labels: { app: 'web' }, own } };
    const { version } = read('test/fixtures/bundles/HW1301.json') as { version: number };
    const bundle = { format: 'hawser-bundle', version, entries: [], fleet: { ...fleet, pods } };
    assertValid('bundle', bundle);
    const answer = JSON.parse(JSON.stringify(answerFleet(fleet)));
    assert.ok(answer.groups.length > 1);
    assertValid('fleet', answer);
    assert.deepEqual(openPlaces('fleet', { ...answer, pulls: answer.pulls.slice(0, 9) }), []);
  });

  it('let each kind of fact be one that was seen for a pull alone', () => {
    const { properties } = read('schemas/bundle.json') as Schema;
    const own = properties.fleet?.properties?.pods?.additionalProperties?.properties?.own;
    const always = Object.keys(emptyWorld).filter((kind) => !['seenAt', 'complete'].includes(kind));
    const kinds = [...always, ...kindsByNeed];
    assert.deepEqual(Object.keys(own?.additionalProperties?.properties ?? {}).sort(), kinds.sort());
  });

  it('take the world of a local AWS', async () => {
    const local = await startLocalEcr();
    try {
      const world = await (await fetch(`${local.endpoint}/_hawser/world`)).json();
      assertValid('world', world);
      assert.deepEqual(openPlaces('world', world), []);
    } finally {
      await local.close();
    }
  });

  it('refuse a member that they do not name', () => {
    for (const path of bundles) assert.deepEqual(openPlaces('bundle', read(path)), [], path);
    for (const path of proofs) assert.deepEqual(openPlaces('proof', read(path)), [], path);
  });

  it('refuse a member that is missing', () => {
    const bundle = read('test/fixtures/bundles/HW1301.json') as {
      entries: { cases: { world: object }[] }[];
    };
    const world = bundle.entries[0]?.cases[0]?.world ?? {};
    const proof = read('test/fixtures/bundles/HW1301.proof.json') as object;
    for (const [name, value] of [
      ['bundle', bundle],
      ['world', world],
      ['proof', proof],
    ] as const) {
      for (const member of Object.keys(value)) {
        const { [member]: _left, ...rest } = value as Record<string, unknown>;
        assert.equal(validatorOf(name)(rest), false, `${name} without ${member}`);
      }
    }
  });
});
