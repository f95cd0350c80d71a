import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { resources } from './resources.ts';
import { fieldSelector, labelSelector, matchesLabelSelector } from './selectors.ts';
import { ApiError } from './status.ts';

const object = (labels: Record<string, string>, fields: object = {}) => ({
  metadata: { name: 'web', labels },
  ...fields,
});

describe('label selectors', () => {
  const rows: [string, boolean][] = [
    ['', true],
    ['app=web', true],
    ['app==web', true],
    ['app=db', false],
    ['app!=db', true],
    ['tier!=front', true],
    ['app', true],
    ['!app', false],
    ['!tier', true],
    ['app in (web, db)', true],
    ['app notin (web,db)', false],
    ['tier notin (front)', true],
    ['app in (web,db),tier', false],
    ['app.kubernetes.io/name=x', true],
  ];
  for (const [text, matches] of rows) {
    it(`${JSON.stringify(text)} ${matches ? 'matches' : 'does not match'}`, () => {
      const labels = { app: 'web', 'app.kubernetes.io/name': 'x' };
      assert.equal(labelSelector(text)(object(labels)), matches);
    });
  }

  it('that cannot be parsed are refused', () => {
    assert.throws(() => labelSelector('a=b=c'), { reason: 'BadRequest' });
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          labelSelector(text)(object({}));
          fieldSelector(text, resources.pods)(object({}));
        } catch (error) {
          assert.ok(error instanceof ApiError);
        }
      }),
    );
  });

  it('in objects can have labels and expressions', () => {
    const labels = { app: 'web' };
    const expression = (operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist', values?: string[]) =>
      matchesLabelSelector(
        { matchExpressions: [{ key: 'app', operator, ...(values ? { values } : {}) }] },
        labels,
      );
    assert.equal(matchesLabelSelector({ matchLabels: { app: 'web' } }, labels), true);
    assert.equal(matchesLabelSelector({ matchLabels: { app: 'db' } }, labels), false);
    assert.deepEqual(
      [
        expression('In', ['web']),
        expression('NotIn', ['web']),
        expression('Exists'),
        expression('DoesNotExist'),
      ],
      [true, false, true, false],
    );
  });
});

describe('field selectors', () => {
  const pod = object({}, { spec: { nodeName: 'n1' }, status: { phase: 'Pending' } });
  const rows: [string, boolean][] = [
    ['metadata.name=web', true],
    ['spec.nodeName=n1,status.phase!=Running', true],
    ['spec.nodeName=', false],
    ['status.nominatedNodeName=', true],
    ['spec.nodeName!=n1', false],
  ];
  for (const [text, matches] of rows) {
    it(`${text} ${matches ? 'matches' : 'does not match'}`, () =>
      assert.equal(fieldSelector(text, resources.pods)(pod), matches));
  }

  it('are refused for a field that the kind does not support in field selectors', () => {
    const message = 'field label not supported: spec.nodename';
    assert.throws(() => fieldSelector('spec.nodename=n1', resources.pods), {
      reason: 'BadRequest',
      message,
    });
    assert.throws(() => fieldSelector('status.phase=Active', resources.secrets), {
      reason: 'BadRequest',
    });
    assert.ok(fieldSelector('metadata.name=web,type!=Opaque', resources.secrets));
  });
});
