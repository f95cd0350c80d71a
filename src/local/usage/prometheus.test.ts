import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CreateRepositoryCommand, ListImagesCommand } from '@aws-sdk/client-ecr';
import { type LocalEcr, startLocalEcr } from '../../../test/support/local-ecr.ts';
import { userWith } from '../../../test/support/user-with.ts';

describe('/metrics', () => {
  let local: LocalEcr;
  before(async () => {
    local = await startLocalEcr();
    await local.client().send(new CreateRepositoryCommand({ repositoryName: 'team/app' }));
    await local.push('team/app', 'v1');
  });
  after(() => local.close());

  /** The value of a series, by a part of its line. */
  async function value(name: string, ...labels: string[]): Promise<number | undefined> {
    const text = await (await fetch(`${local.endpoint}/metrics`)).text();
    const line = text
      .split('\n')
      .find((one) => one.startsWith(`${name}{`) && labels.every((label) => one.includes(label)));
    return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
  }

  it('counts pulls by repository, and requests by operation, door and outcome', async () => {
    const registry = await local.repository('team/app');
    await registry.request('GET', 'manifests/v1');
    await registry.request('GET', 'manifests/none');
    await registry.request('HEAD', 'manifests/v1');
    assert.equal(await value('hawser_pulls_total', ':repository/team/app"'), 1);
    const manifest = ['operation="BatchGetImage"', 'door="registry"'];
    assert.equal(await value('hawser_requests_total', ...manifest, 'code="OK"'), 2);
    assert.equal(await value('hawser_requests_total', ...manifest, 'MANIFEST_UNKNOWN'), 1);
    assert.equal(await value('hawser_request_duration_seconds_count', ...manifest), 3);
    assert.ok(Number(await value('hawser_request_duration_seconds_sum', ...manifest)) > 0);
    const create = ['service="ecr"', 'operation="CreateRepository"', 'door="api"', 'code="OK"'];
    assert.equal(await value('hawser_requests_total', ...create), 1);
  });

  it('counts what policies refuse at both doors, and unknown callers', async () => {
    const allow = [{ Action: 'ecr:GetAuthorizationToken', Resource: '*' }];
    const user = await userWith(local.endpoint, allow, 'puller');
    const list = new ListImagesCommand({ repositoryName: 'team/app' });
    await assert.rejects(local.client({ credentials: user }).send(list), {
      name: 'AccessDeniedException',
    });
    const registry = await local.repository('team/app', { credentials: user });
    await registry.request('GET', 'manifests/v1');
    const denied = 'hawser_requests_denied_total';
    assert.equal(await value(denied, 'operation="ListImages"', 'door="api"'), 1);
    assert.equal(await value(denied, 'operation="BatchGetImage"', 'door="registry"'), 1);
    const forged = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };
    await assert.rejects(local.client({ credentials: forged }).send(list), {
      name: 'UnrecognizedClientException',
    });
    const strangers = () => value('hawser_requests_total', 'operation=""', 'UNAUTHORIZED');
    const before = Number(await strangers());
    await fetch(`${local.endpoint}/v2/team/app/manifests/v1`);
    assert.equal(await strangers(), before + 1);
    assert.equal(await value('hawser_requests_total', 'UnrecognizedClientException'), 1);
  });

  it('does not use names that clients invent', async () => {
    for (const name of ['Made', 'Up']) {
      await fetch(local.endpoint, {
        method: 'POST',
        headers: { 'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${name}"} 1` },
      });
    }
    const text = await (await fetch(`${local.endpoint}/metrics`)).text();
    assert.doesNotMatch(text, /Made|Up"/);
    for (const line of text.trim().split('\n')) {
      assert.match(line, /^# |^[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [\d.e+-]+$/);
    }
  });
});
