import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { known } from '../chain/fact.ts';
import { healthy, web } from '../chain/testing/across-accounts.ts';
import { writeFleetBundle } from '../evidence/bundle.ts';
import { fleetInBundle } from './fleet.ts';

describe('the pods of a bundle', () => {
  it('are not said to pull well where none of them has a container', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hawser-bundle-'));
    const path = join(folder, 'bundle.json');
    const world = { ...healthy, pods: { 'default/web': known({ ...web, containers: [] }) } };
    const pods = { 'default/web': { labels: {} } };
    await writeFleetBundle(path, { world, pods, expiries: {}, needs: [] });
    await assert.rejects(fleetInBundle(path, [], { all: true, profile: [] }), {
      code: 'NO_CONTAINER',
    });
    rmSync(folder, { recursive: true });
  });
});
