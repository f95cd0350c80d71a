// The owners of an object's fields, and conflicts between managers.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fieldsOf, fromFieldsV1, printField, toFieldsV1, withoutFields } from './field-set.ts';
import { owned, serverSideApply, type Writer } from './managed-fields.ts';
import type { Stored } from './object-store.ts';
import { ApiError } from './status.ts';
import type { JsonObject } from './strategic-merge.ts';

const by = (manager: string): Writer => ({
  manager,
  apiVersion: 'apps/v1',
  time: '2026-01-02T03:04:05Z',
});
const deployment = (replicas: number | undefined, image: string, more: JsonObject = {}) =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', ...more },
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      template: { spec: { containers: [{ name: 'app', image }] } },
    },
  }) as JsonObject;
const empty: JsonObject = { metadata: { name: 'web' } };
const specOf = (object: JsonObject) => object.spec as { replicas?: number };
const managersOf = (object: JsonObject) =>
  (object.metadata as unknown as { managedFields: { manager: string; operation: string }[] })
    .managedFields;

describe('server-side apply', () => {
  it('records the owners, as FieldsV1', () => {
    const applied = serverSideApply(empty, deployment(2, 'a:1'), by('one'), false);
    assert.deepEqual(managersOf(applied), [
      {
        manager: 'one',
        operation: 'Apply',
        apiVersion: 'apps/v1',
        time: '2026-01-02T03:04:05Z',
        fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:spec': {
            'f:replicas': {},
            'f:template': {
              'f:spec': {
                'f:containers': {
                  'k:{"name":"app"}': { '.': {}, 'f:image': {}, 'f:name': {} },
                },
              },
            },
          },
        },
      },
    ]);
  });

  it('reports a conflict, with the API server’s text, for a field that another manager set to another value, unless forced', () => {
    const applied = serverSideApply(empty, deployment(2, 'a:1'), by('one'), false);
    const other = deployment(3, 'a:1');
    assert.throws(
      () => serverSideApply(applied, other, by('two'), false),
      (error) => {
        assert.ok(error instanceof ApiError);
        assert.equal(error.code, 409);
        assert.equal(
          error.message,
          'Apply failed with 1 conflict: conflict with "one": .spec.replicas',
        );
        assert.deepEqual(error.details, {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: 'conflict with "one"',
              field: '.spec.replicas',
            },
          ],
        });
        return true;
      },
    );
    const forced = serverSideApply(applied, other, by('two'), true);
    assert.equal(specOf(forced).replicas, 3);
    // Fields with the same value have two owners; a field taken by force has one.
    const again = () => serverSideApply(forced, deployment(4, 'a:2'), by('one'), false);
    assert.throws(again, {
      message:
        'Apply failed with 2 conflicts: conflicts with "two":\n- .spec.replicas\n- .spec.template.spec.containers[name="app"].image',
    });
  });

  it('names a writer that did not apply with its version and time', () => {
    const created = owned(
      undefined,
      deployment(2, 'a:1') as unknown as Stored,
      by('kubectl-create'),
    );
    const other = deployment(3, 'a:1');
    assert.throws(
      () => serverSideApply(created as unknown as JsonObject, other, by('two'), false),
      {
        message:
          'Apply failed with 1 conflict: conflict with "kubectl-create" using apps/v1 at 2026-01-02T03:04:05Z: .spec.replicas',
      },
    );
  });

  it('removes fields that the manager no longer sets, unless another manager owns them too', () => {
    const labels = { labels: { mine: 'a', ours: 'b' } };
    const first = serverSideApply(empty, deployment(2, 'a:1', labels), by('one'), false);
    const ours = { metadata: { name: 'web', labels: { ours: 'b' } } };
    const shared = serverSideApply(first, ours, by('two'), false);
    const without = serverSideApply(shared, deployment(undefined, 'a:1'), by('one'), false);
    assert.equal(specOf(without).replicas, undefined);
    assert.deepEqual((without.metadata as JsonObject).labels, { ours: 'b' });
    assert.deepEqual(
      managersOf(without).map(({ manager }) => manager),
      ['two', 'one'],
    );
  });

  it('removes a container that no manager owns any more', () => {
    const two = deployment(1, 'a:1');
    const template = { spec: { containers: [{ name: 'side', image: 's:1' }] } };
    const side = { metadata: { name: 'web' }, spec: { template } };
    const both = serverSideApply(
      serverSideApply(empty, two, by('one'), false),
      side,
      by('two'),
      false,
    );
    const gone = serverSideApply(both, { metadata: { name: 'web' } }, by('two'), false);
    assert.deepEqual(gone.spec, two.spec);
  });
});

describe('a write other than apply', () => {
  it('becomes the only owner of the fields that it changes', () => {
    const applied = serverSideApply(empty, deployment(2, 'a:1'), by('one'), false);
    const edited = { ...applied, spec: { ...specOf(applied), replicas: 5 } } as unknown as Stored;
    const after = owned(applied as unknown as Stored, edited, by('kubectl-edit'));
    assert.deepEqual(
      managersOf(after as unknown as JsonObject).map(({ manager, operation }) => [
        manager,
        operation,
      ]),
      [
        ['one', 'Apply'],
        ['kubectl-edit', 'Update'],
      ],
    );
    assert.throws(
      () => serverSideApply(after as unknown as JsonObject, deployment(2, 'a:1'), by('one'), false),
      /conflict with "kubectl-edit" using apps\/v1/,
    );
  });
});

describe('a set of fields', () => {
  const json = fc.object({ maxDepth: 4, values: [fc.nat(9), fc.string(), fc.constant(null)] });

  it('is the same after a round trip through FieldsV1, and can be printed', () => {
    fc.assert(
      fc.property(json, (object) => {
        const fields = new Set(fieldsOf(object as JsonObject).keys());
        assert.deepEqual(fromFieldsV1(toFieldsV1(fields)), fields);
        for (const field of fields) assert.equal(typeof printField(field), 'string');
      }),
    );
  });

  it('leaves an empty object when they are removed', () => {
    fc.assert(
      fc.property(json, (object) => {
        const fields = fieldsOf(object as JsonObject);
        const left = fieldsOf(withoutFields(object as JsonObject, new Set(fields.keys())));
        assert.deepEqual([...left.keys()], []);
      }),
    );
  });

  it('keeps only the top-level fields of an object with very many fields', () => {
    const env = Array.from({ length: 20_000 }, (_, index) => ({ name: `N${index}`, value: 'x' }));
    const object = { metadata: { name: 'web' }, spec: { env } } as JsonObject;
    const applied = serverSideApply(empty, object, by('one'), false);
    assert.deepEqual([...fieldsOf(object).keys()], ['["f:metadata"]', '["f:spec"]']);
    const gone = serverSideApply(applied, { metadata: { name: 'web' } }, by('one'), false);
    assert.ok(!('spec' in gone));
  });
});
