import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hasWrongAccount, isWellFormedOfAws, isWellKnownRegistry } from './hosts.ts';
import { host, ids } from './testing/texts.ts';

describe('a host', () => {
  for (const known of [
    'docker.io',
    'registry-1.docker.io',
    'quay.io',
    'registry.k8s.io',
    'ghcr.io',
    'mcr.microsoft.com',
    'gcr.io',
    'europe-west4-docker.pkg.dev',
    'public.ecr.aws',
    host,
    'api.ecr.us-east-1.amazonaws.com',
  ]) {
    it(`of ${known} is not called misspelt`, () => {
      assert.ok(isWellKnownRegistry(known) || isWellFormedOfAws(known));
      const found = ids(`dial tcp: lookup ${known} on 10.0.0.2:53: no such host`);
      assert.ok(found.length > 0);
      for (const misspelt of ['DNS-08', 'REF-06', 'REF-07']) assert.ok(!found.includes(misspelt));
    });
  }

  it('has a wrong account unless the digits were put in its place', () => {
    const hosts = ['11122223333', '12345678901', '1111-2222-3333', '4444555566667'];
    for (const account of hosts) assert.ok(hasWrongAccount(`${account}.dkr.ecr.x`), account);
    for (const account of ['111122223333', '123456', '1111', '123456789']) {
      assert.ok(!hasWrongAccount(`${account}.dkr.ecr.x`), account);
    }
  });
});
