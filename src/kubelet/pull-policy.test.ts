import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type PullPolicy, pullPolicyOf } from './pull-policy.ts';

describe('the default pull policy', () => {
  const rows: [string, PullPolicy][] = [
    ['app', 'Always'],
    ['app:latest', 'Always'],
    ['app:v1', 'IfNotPresent'],
    [`app@sha256:${'a'.repeat(64)}`, 'IfNotPresent'],
    [`app:latest@sha256:${'a'.repeat(64)}`, 'Always'],
  ];
  for (const [name, policy] of rows) {
    it(`of ${name.slice(0, 20)} is ${policy}`, () =>
      assert.equal(pullPolicyOf({ image: name }), policy));
  }
});
