import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  CreateRepositoryCreationTemplateCommand,
  DescribeRepositoriesCommand,
  GetDownloadUrlForLayerCommand,
  ListImagesCommand,
  ValidatePullThroughCacheRuleCommand,
} from '@aws-sdk/client-ecr';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { type CacheRules, startCacheRules } from '../../../test/support/cache-rules.ts';
import { account } from '../../../test/support/local-ecr.ts';
import { pushTinyImage } from '../../../test/support/push-image.ts';
import { userWith } from '../../../test/support/user-with.ts';
import { nameKey } from '../state.ts';

describe('pull through cache', () => {
  let rules: CacheRules;
  let local: CacheRules['local'];
  let ecr: CacheRules['ecr'];
  let secrets: CacheRules['secrets'];
  let upstream: CacheRules['upstream'];
  let cache: CacheRules['cache'];
  let secret: CacheRules['secret'];
  before(async () => {
    rules = await startCacheRules();
    ({ local, ecr, secrets, upstream, cache, secret } = rules);
  });
  after(() => rules.close());

  const asked = (): number => upstream.requests.length;

  it('fetches an image and its layers once, and creates the repository from its template', async () => {
    await ecr.send(
      new CreateRepositoryCreationTemplateCommand({
        prefix: 'k8s',
        appliedFor: ['PULL_THROUGH_CACHE'],
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: [{ filter: 'v1', filterType: 'WILDCARD' }],
      }),
    );
    const registry = await local.repository('k8s/pause');
    await Promise.all([1, 2, 3].map(() => registry.request('HEAD', 'manifests/v1')));
    const manifests = upstream.requests.filter((request) => request.includes('/manifests/'));
    assert.equal(manifests.length, 4, 'HEAD, index and two images');
    assert.match(manifests[0] ?? '', /^HEAD \/v2\/pause\/manifests\/v1/);
    const before = asked();
    const { images } = await ecr.send(
      new BatchGetImageCommand({ repositoryName: 'k8s/pause', imageIds: [{ imageTag: 'v1' }] }),
    );
    assert.equal(images?.[0]?.imageId?.imageTag, 'v1');
    assert.equal(asked(), before);
    const index = JSON.parse(images?.[0]?.imageManifest ?? '');
    const child = await registry.request('GET', `manifests/${index.manifests[0].digest}`);
    assert.equal(child.status, 200);
    const chunks = [];
    for await (const chunk of child.body) chunks.push(chunk);
    const layerDigest = JSON.parse(Buffer.concat(chunks).toString()).layers[0].digest;
    const url = await ecr.send(
      new GetDownloadUrlForLayerCommand({ repositoryName: 'k8s/pause', layerDigest }),
    );
    assert.ok(url.downloadUrl);
    assert.equal((await registry.request('GET', `blobs/${layerDigest}`)).status, 200);
    assert.equal(asked(), before + 1);
    const { repositories } = await ecr.send(
      new DescribeRepositoriesCommand({ repositoryNames: ['k8s/pause'] }),
    );
    assert.equal(repositories?.[0]?.imageTagMutability, 'IMMUTABLE_WITH_EXCLUSION');
  });

  it('asks upstream again after a day, and serves the cached image when upstream refuses', async () => {
    const pull = async () =>
      (await (await local.repository('k8s/again')).request('GET', 'manifests/v1')).status;
    assert.equal(await pull(), 200);
    const before = asked();
    await local.advance('23h');
    assert.equal(await pull(), 200);
    assert.equal(asked(), before);
    await local.advance('2h');
    assert.equal(await pull(), 200);
    assert.ok(asked() > before);
    upstream.password = 'changed';
    await local.advance('25h');
    assert.equal(await pull(), 200);
    const other = await local.repository('k8s/denied');
    assert.equal((await other.request('GET', 'manifests/v1')).status, 403);
    upstream.password = undefined;
  });

  it('answers 404 for what upstream does not have', async () => {
    const registry = await local.repository('k8s/none');
    assert.equal((await registry.request('GET', 'manifests/v9')).status, 404);
    await cache('quay', 'quay.io');
    const broken = await local.repository('quay/some/app');
    assert.equal((await broken.request('GET', 'manifests/v1')).status, 404);
    const late = await local.repository('k8s/late');
    const index = await late.request('GET', 'manifests/v1');
    const pieces: Buffer[] = [];
    for await (const piece of index.body) pieces.push(piece as Buffer);
    const [child] = JSON.parse(Buffer.concat(pieces).toString()).manifests;
    const { images } = await ecr.send(
      new BatchGetImageCommand({
        repositoryName: 'k8s/late',
        imageIds: [{ imageDigest: child.digest }],
      }),
    );
    const layerDigest = JSON.parse(images?.[0]?.imageManifest ?? '').layers[0].digest;
    upstream.password = 'changed';
    const download = { repositoryName: 'k8s/late', layerDigest };
    await assert.rejects(ecr.send(new GetDownloadUrlForLayerCommand(download)), {
      name: 'UnableToGetUpstreamLayerException',
    });
    upstream.password = undefined;
    const { failures } = await ecr.send(
      new BatchGetImageCommand({ repositoryName: 'k8s/again', imageIds: [{ imageTag: 'v9' }] }),
    );
    assert.equal(failures?.[0]?.failureCode, 'ImageNotFound');
  });

  it('imports only for callers who are allowed to', async () => {
    const credentials = await userWith(local.endpoint, [
      { Action: ['ecr:BatchGetImage', 'ecr:GetAuthorizationToken'], Resource: '*' },
    ]);
    const registry = await local.repository('k8s/private', { credentials });
    const before = asked();
    assert.equal((await registry.request('GET', 'manifests/v1')).status, 404);
    assert.equal(asked(), before);
    await assert.rejects(ecr.send(new ListImagesCommand({ repositoryName: 'k8s/private' })), {
      name: 'RepositoryNotFoundException',
    });
  });

  it('caches another private registry of the local AWS', async () => {
    const far = local.client({ region: 'us-west-2' });
    await far.send(new CreateRepositoryCommand({ repositoryName: 'base/app' }));
    await cache('west', `${account}.dkr.ecr.us-west-2.amazonaws.com`, {
      upstreamRepositoryPrefix: 'base',
    });
    const source = await local.repository('base/app', { region: 'us-west-2' });
    const pushed = await pushTinyImage(source, 'v1', 'far away');
    const cached = await local.repository('west/app');
    const answer = await cached.request('HEAD', 'manifests/v1');
    assert.equal(answer.headers['docker-content-digest'], pushed.manifest.digest);
    assert.equal((await cached.request('GET', `blobs/${pushed.layer.digest}`)).status, 200);
  });

  it('signs in upstream with its secret, and reports why that fails', async () => {
    upstream.password = 'token';
    const SecretId = await secret('hub', '{"username":"AWS"}');
    await cache('login', 'registry-1.docker.io', { credentialArn: SecretId });
    const verdict = async () => {
      const rule = { ecrRepositoryPrefix: 'login' };
      const { isValid, failure } = await ecr.send(new ValidatePullThroughCacheRuleCommand(rule));
      return [isValid, failure ?? ''] as const;
    };
    const change = (accessToken: string) =>
      secrets.send(
        new PutSecretValueCommand({
          SecretId,
          SecretString: JSON.stringify({ username: 'AWS', accessToken }),
        }),
      );
    const pull = async (name: string) =>
      (await (await local.repository(name)).request('GET', 'manifests/v1')).status;

    assert.match((await verdict()).join(), /^false,.*"accessToken"/);
    assert.equal(await pull('login/app'), 403);
    await change('wrong');
    assert.match((await verdict()).join(), /^false,.*401/);
    await change('token');
    assert.deepEqual(await verdict(), [true, '']);
    assert.equal(await pull('login/app'), 200);
    await secrets.send(new DeleteSecretCommand({ SecretId }));
    assert.match((await verdict()).join(), /^false,.*unable to be accessed/);
    assert.equal(await pull('login/app'), 200, 'what is cached needs no secret');
    await assert.rejects(
      cache('x2', 'ghcr.io', { credentialArn: SecretId.replace('/hub', '/absent') }),
      { name: 'SecretNotFoundException' },
    );
    upstream.password = undefined;
  });

  it('brings tags, and no digest that nobody has pulled by its tag', async () => {
    const uncached = await local.repository('k8s/pinned');
    const digest = (await (await local.repository('k8s/pause')).request('HEAD', 'manifests/v1'))
      .headers['docker-content-digest'];
    const before = asked();
    assert.equal((await uncached.request('GET', `manifests/${digest}`)).status, 404);
    assert.equal(asked(), before);
    assert.equal((await uncached.request('GET', 'manifests/v1')).status, 200);
    assert.equal((await uncached.request('GET', `manifests/${digest}`)).status, 200);
  });

  it('takes a secret under the default key only', async () => {
    const own = { Name: 'ecr-pullthroughcache/own-key', SecretString: '{}', KmsKeyId: 'alias/own' };
    const { ARN: credentialArn } = await secrets.send(new CreateSecretCommand(own));
    await assert.rejects(cache('own', 'ghcr.io', { credentialArn }), {
      name: 'UnableToDecryptSecretValueException',
    });
  });

  it('needs its service-linked role, which the first rule makes', async () => {
    const key = nameKey(account, 'AWSServiceRoleForECRPullThroughCache');
    const role = local.core.state.roles.get(key);
    assert.ok(role);
    local.core.state.roles.delete(key);
    const other = await local.repository('k8s/roleless');
    assert.equal((await other.request('GET', 'manifests/v1')).status, 403);
    local.core.state.roles.put(key, role);
    assert.equal((await other.request('GET', 'manifests/v1')).status, 200);
  });
});
