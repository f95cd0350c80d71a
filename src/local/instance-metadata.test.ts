import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { testOptions } from '../../test/support/options.ts';
import { type Running, startLocal } from './up.ts';

describe('instance metadata', () => {
  const account = '111122223333';
  let running: Running;
  let endpoint = '';

  before(async () => {
    running = await startLocal(testOptions(account), () => undefined);
    const answer = await fetch(`${running.local.endpoint}/_hawser/nodes`);
    const { nodes } = (await answer.json()) as { nodes: { metadataEndpoint: string }[] };
    endpoint = nodes[0]?.metadataEndpoint ?? '';
  });
  after(() => running.local.close());

  const token = async (ttl: string, headers: Record<string, string> = {}) =>
    fetch(`${endpoint}/latest/api/token`, {
      method: 'PUT',
      headers: { 'x-aws-ec2-metadata-token-ttl-seconds': ttl, ...headers },
    });
  const get = async (path: string, value?: string) =>
    fetch(`${endpoint}/latest/${path}`, {
      headers: { 'x-aws-ec2-metadata-token': value ?? (await (await token('60')).text()) },
    });

  it('is version 2: nothing without a token, nothing for a made-up one', async () => {
    assert.equal((await fetch(`${endpoint}/latest/meta-data/instance-id`)).status, 401);
    assert.equal((await get('meta-data/instance-id', 'made-up')).status, 401);
    assert.match(await (await get('meta-data/instance-id')).text(), /^i-0[0-9a-f]{16}$/);
  });

  it('gives tokens for one second to six hours, and none through a proxy', async () => {
    for (const ttl of ['0', '21601', 'long', '', '1e3', '0x10', '+60', '-1', '60.0', '60, 60']) {
      assert.equal((await token(ttl)).status, 400, ttl);
    }
    for (const ttl of ['1', '21600']) assert.equal((await token(ttl)).status, 200, ttl);
    assert.equal((await token('60', { 'x-forwarded-for': '10.0.0.1' })).status, 403);
  });

  it('takes no token of another machine', async () => {
    const answer = await fetch(`${running.local.endpoint}/_hawser/nodes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'other', external: true }),
    });
    const { metadataEndpoint } = (await answer.json()) as { metadataEndpoint: string };
    const put = { method: 'PUT', headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' } };
    const foreign = await (await fetch(`${metadataEndpoint}/latest/api/token`, put)).text();
    assert.equal((await get('meta-data/instance-id', foreign)).status, 401);
    const headers = { 'x-aws-ec2-metadata-token': foreign };
    const own = await fetch(`${metadataEndpoint}/latest/meta-data/instance-id`, { headers });
    assert.equal(own.status, 200);
  });

  it('lists what is below a category', async () => {
    const list = async (path: string) => (await (await get(path)).text()).split('\n');
    assert.deepEqual(await list(''), ['dynamic/', 'meta-data/']);
    assert.deepEqual(await list('meta-data/'), [
      'iam/',
      'instance-id',
      'local-hostname',
      'local-ipv4',
      'placement/',
      'services/',
    ]);
    assert.deepEqual(await list('meta-data/iam'), ['info', 'security-credentials/']);
    assert.equal((await get('meta-data/nothing/')).status, 404);
    assert.equal((await get('meta-data/iam/inf')).status, 404);
  });

  it('hands out the role in the profile, and what follows the profile follows at once', async () => {
    const path = 'meta-data/iam/security-credentials';
    assert.equal(await (await get(path)).text(), 'hawser-node');
    const credentials = (await (await get(`${path}/hawser-node`)).json()) as Record<string, string>;
    assert.equal(credentials.Code, 'Success');
    assert.match(credentials.AccessKeyId ?? '', /^ASIA/);
    assert.equal((await get(`${path}/another`)).status, 404);
    const { state } = running.local.core;
    const profile = state.instanceProfiles.get(`${account}/hawser-node`);
    assert.ok(profile);
    const { role: _role, ...empty } = profile;
    state.instanceProfiles.put(`${account}/hawser-node`, empty);
    assert.equal((await get(path)).status, 404);
    state.instanceProfiles.put(`${account}/hawser-node`, profile);
  });

  it('keeps the credentials until half an hour before they end', async () => {
    const path = 'meta-data/iam/security-credentials/hawser-node';
    const key = async () =>
      ((await (await get(path)).json()) as Record<string, string>).AccessKeyId;
    const first = await key();
    running.local.core.clock.advance(5 * 3_600_000);
    assert.equal(await key(), first);
    running.local.core.clock.advance(45 * 60_000);
    assert.notEqual(await key(), first);
  });
});
