import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MovableClock } from '../clock/clock.ts';
import { nodeFacts, podFacts } from '../local/cluster/facts.ts';
import { openSqlite } from '../storage/sqlite.ts';
import { bootstrap } from './bootstrap.ts';
import { Budget } from './controllers/budget.ts';
import { reconcileDeployments } from './controllers/deployment.ts';
import { collectGarbage } from './controllers/garbage.ts';
import { reconcileNamespaces } from './controllers/namespace.ts';
import { PodReviews } from './controllers/pod-reviews.ts';
import { replicaSets } from './controllers/replica-set.ts';
import { listObjects } from './listing.ts';
import { ObjectStore, type Stored } from './object-store.ts';
import { createObject, patchObject, replaceObject } from './operations.ts';
import type { ResourceRequest } from './request.ts';
import { allResources, type Resource, resources } from './resources.ts';
import { kinds, types } from './schema.generated.ts';
import { setAsideCollection, setAsideDamaged } from './set-aside.ts';
import { ApiError, type StatusReason } from './status.ts';
import type { Json } from './strategic-merge.ts';
import type { ObjectMeta } from './types.ts';

const table = 'application/json;as=Table;v=v1;g=meta.k8s.io';

/** Objects of a type with most fields left out, some of them null and some of another type. */
function anyValue(shape: string, depth: number): fc.Arbitrary<unknown> {
  const odd = fc.constantFrom<unknown>(null, 5, 'x', [], {}, [null], true, -1);
  return fc.oneof({ weight: 60, arbitrary: proper(shape, depth) }, { weight: 1, arbitrary: odd });
}

function proper(shape: string, depth: number): fc.Arbitrary<unknown> {
  if (shape.startsWith('[]'))
    return fc.array(anyValue(shape.slice(2), depth + 1), { maxLength: 2 });
  if (shape.startsWith('{}')) {
    const key = fc.constantFrom('app', 'pods', 'dockerconfigjson');
    return fc.dictionary(key, anyValue(shape.slice(2), depth + 1), { maxKeys: 2 });
  }
  const fields = types[shape];
  if (fields !== undefined) {
    if (depth > 5) return fc.constant({});
    const chosen = Object.entries(fields).filter(([name]) => depth > 1 || name !== 'kind');
    return fc
      .subarray(chosen, { maxLength: Math.min(chosen.length, depth < 2 ? 6 : 2) })
      .chain((some) =>
        fc.record(
          Object.fromEntries(some.map(([name, inner]) => [name, anyValue(inner, depth + 1)])),
        ),
      );
  }
  switch (shape) {
    case 'boolean':
      return fc.boolean();
    case 'int32':
    case 'int64':
    case 'double':
      return fc.constantFrom(0, 1, 3, -1);
    case 'time':
      return fc.constant('2026-01-01T00:00:00Z');
    case 'intOrString':
      return fc.constantFrom(1, '50%', 'x');
    case 'bytes':
      return fc.constantFrom('e30=', '');
    default:
      return fc.constantFrom('app', 'Pod', '', '1', 'app', 'A b', 'default');
  }
}

/** An object that may be valid: it has a name and the required fields of its kind. */
function objectOf(resource: Resource): fc.Arbitrary<Record<string, unknown>> {
  const container = { name: 'c', image: 'app' };
  const needed: Record<string, object> = {
    Pod: { spec: { containers: [container] } },
    Deployment: {
      spec: {
        selector: { matchLabels: { app: 'app' } },
        template: { metadata: { labels: { app: 'app' } }, spec: { containers: [container] } },
      },
    },
  };
  needed.ReplicaSet = needed.Deployment ?? {};
  return fc
    .tuple(proper(kinds[resource.kind] ?? '', 0), fc.constantFrom('a', 'b'))
    .map(([value, name]) => {
      const { metadata, spec, ...rest } = value as Record<string, object>;
      const must = needed[resource.kind] as { spec?: object } | undefined;
      const { generateName: _, namespace: __, ...described } = (metadata ?? {}) as ObjectMeta;
      return {
        ...rest,
        metadata: { ...described, name },
        ...(spec || must ? { spec: { ...spec, ...must?.spec } } : {}),
      };
    });
}

function request(resource: Resource, name: string, subresource = ''): ResourceRequest {
  return {
    method: 'GET',
    resource,
    namespace: resource.namespaced ? 'default' : '',
    name,
    subresource,
    rest: '',
    query: new URLSearchParams(),
    userAgent: 'test',
    accept: table,
  };
}

/** The errors with which an object of a wrong structure, name or time may be refused. */
const refusals: readonly StatusReason[] = [
  'BadRequest',
  'Invalid',
  'NotFound',
  'AlreadyExists',
  'Conflict',
  'Forbidden',
];

const outcomes = { done: 0, refused: 0 };

/** Runs it; a refusal must be a client error. */
function attempt(work: () => unknown): void {
  try {
    work();
    outcomes.done++;
  } catch (error) {
    if (!(error instanceof ApiError) || !refusals.includes(error.reason)) throw error;
    outcomes.refused++;
  }
}

/** EKS knows of no cluster. */
const none = { list: () => [] };
const noEks = {
  eksClusters: none,
  nodegroups: none,
  accessEntries: none,
  fargateProfiles: none,
  podIdentityAssociations: none,
} as unknown as Parameters<typeof podFacts>[2];

function exercise(store: ObjectStore): void {
  for (let round = 0; round < 2; round++) {
    for (const reconcile of [
      reconcileNamespaces,
      reconcileDeployments,
      replicaSets(new PodReviews(() => undefined)),
      collectGarbage,
    ]) {
      reconcile(store, new Budget(20));
    }
  }
  for (const resource of allResources) {
    const { objects, entry } = listObjects(store, request(resource, ''), Date.now());
    for (const object of objects) JSON.stringify(entry(object));
  }
  for (const pod of store.list(resources.pods)) podFacts(pod, { store }, noEks);
  for (const node of store.list(resources.nodes)) {
    nodeFacts(node, { accountId: '111122223333', architecture: 'amd64' } as never, noEks);
  }
}

describe('objects of any structure', () => {
  it('are refused with an allowed error, or served and reconciled like all others', () => {
    const change = fc
      .constantFrom(...allResources)
      .chain((resource) =>
        fc.tuple(
          fc.constant(resource),
          objectOf(resource),
          fc.constantFrom('create', 'replace', 'status', 'merge', 'strategic'),
        ),
      );
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const store = new ObjectStore(openSqlite(':memory:'), new MovableClock());
        bootstrap(store);
        for (const [resource, object, how] of changes) {
          const { name } = object.metadata as { name: string };
          const to = request(resource, name);
          attempt(() => createObject(store, to, structuredClone(object)));
          if (how === 'replace') attempt(() => replaceObject(store, to, object));
          if (how === 'status') {
            attempt(() => replaceObject(store, request(resource, name, 'status'), object));
          }
          const patch = { text: '', value: structuredClone(object) as Json };
          if (how === 'merge') {
            const type = 'application/merge-patch+json';
            attempt(() => patchObject(store, to, { ...patch, type }));
          }
          if (how === 'strategic') {
            const type = 'application/strategic-merge-patch+json';
            attempt(() => patchObject(store, to, { ...patch, type }));
          }
          exercise(store);
        }
      }),
      { numRuns: 400 },
    );
    assert.ok(outcomes.done > 50 && outcomes.refused > 50, JSON.stringify(outcomes));
  });

  it('are set aside at startup when they are damaged, and the cluster starts with the others', () => {
    const metadata = openSqlite(':memory:');
    const collection = metadata.collection<unknown>('kubernetes.pods.core');
    const good = {
      metadata: { name: 'good', namespace: 'default', uid: 'u-1' },
      spec: { containers: [{ name: 'c', image: 'app' }] },
    };
    collection.put('default/good', good);
    const damaged: Record<string, unknown> = {
      'default/null-owner': {
        ...good,
        metadata: { name: 'null-owner', namespace: 'default', uid: 'u-2', ownerReferences: [null] },
      },
      'default/no-spec': { metadata: { name: 'no-spec', namespace: 'default', uid: 'u-3' } },
      'default/text': 'text',
      'default/other-name': good,
    };
    for (const [key, document] of Object.entries(damaged)) collection.put(key, document);
    const lines: string[] = [];

    setAsideDamaged(metadata, (line) => lines.push(line));

    const store = new ObjectStore(metadata, new MovableClock());
    bootstrap(store);
    exercise(store);
    assert.deepEqual(
      store.list(resources.pods, 'default').map((pod: Stored) => pod.metadata.name),
      ['good'],
    );
    assert.equal(lines.length, 4);
    assert.match(lines.join('\n'), /set aside the stored Pod default\/no-spec.*spec\.containers/);
    const kept = metadata.collection<{ document: unknown }>(setAsideCollection).list();
    assert.deepEqual(
      kept.map(({ document }) => document.document),
      ['default/no-spec', 'default/null-owner', 'default/other-name', 'default/text'].map(
        (key) => damaged[key],
      ),
    );
  });
});
