// What a cache rule itself, its upstream and its roles may lack, for a role of the registry's account that may import.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known, unseen } from '../fact.ts';
import {
  allow,
  cacheRole,
  digest,
  document,
  ofEcr,
  other,
  proofOf,
  registry,
  role,
  roleOf,
  secret,
  trusting,
} from '../testing/behind-cache.ts';
import type { RoleFacts, World } from '../world.ts';

describe('the name behind a cache rule of Docker Hub', () => {
  it('is under library/ for official images, and for no others', () => {
    assert.equal(proofOf('hub/nginx:1', {}).code, 'HW1402');
    assert.equal(proofOf('hub/library/nginx:1', {}).code, undefined);
    assert.equal(proofOf('hub/library/percona/operator:1', {}).code, 'HW1403');
    assert.equal(proofOf('hub/percona/operator:1', {}).code, undefined);
  });

  it("takes the upstream's prefix into account, and other upstreams have none of this", () => {
    assert.equal(proofOf('hub/nginx:1', { upstreamPrefix: 'library' }).code, undefined);
    assert.equal(proofOf('hub/nginx:1', { upstream: 'quay.io' }).code, undefined);
    assert.equal(proofOf('nginx:1', { prefix: 'ROOT' }).code, 'HW1402');
  });
});

describe('a digest behind a cache rule', () => {
  it('is not brought, and its tag is', () => {
    const pinned = proofOf(`hub/library/nginx@${digest}`, {});
    assert.deepEqual([pinned.code, pinned.patch], ['HW1406', '']);
  });
});

describe('a prefix that no rule has', () => {
  const rules = { prefix: 'docker-hub' };

  it('is told by a rule with nearly the same, or one for the upstream that it names', () => {
    assert.equal(proofOf('dockerhub/library/nginx:1', rules).code, 'HW1401');
    assert.match(proofOf('docker.io/library/nginx:1', rules).fix, /has the prefix docker-hub/);
  });

  it('is told by its name where there is no such rule', () => {
    const quay = proofOf('quay.io/team/app:1', rules);
    assert.equal(quay.code, 'HW1401');
    assert.match(
      quay.patch,
      /^aws ecr create-pull-through-cache-rule .*--ecr-repository-prefix quay.io --upstream-registry-url quay.io/,
    );
    assert.match(proofOf('ghcr/team/app:1', rules).fix, /takes a secret/);
  });

  it('is not suspected of any other repository that is missing', () => {
    assert.equal(proofOf('team/app:1', rules).code, 'HW1201');
    const near = { elsewhere: { [`${registry}/quay.io/team/app`]: known([`${registry}/app`]) } };
    assert.equal(proofOf('quay.io/team/app:1', rules, near).code, 'HW1201');
  });
});

describe("the secret of a cache rule's upstream", () => {
  const path = 'hub/library/nginx:1';

  it('has to be there, under a name that ECR reads, and under the default key', () => {
    const facts = { name: 'ecr-pullthroughcache/hub', isDeleted: false };
    const given = (value: object) =>
      proofOf(path, { secret }, { upstreamSecrets: { [secret]: known({ ...facts, ...value }) } });
    assert.equal(
      proofOf(path, { secret }, { upstreamSecrets: { [secret]: absent } }).code,
      'HW1407',
    );
    assert.equal(given({ name: 'docker-hub' }).code, 'HW1407');
    assert.match(given({ isDeleted: true }).patch, /^aws secretsmanager restore-secret /);
    const sealed = given({ key: 'alias/own' });
    assert.equal(sealed.code, 'HW1408');
    assert.match(sealed.patch, /update-secret .*--kms-key-id alias\/aws\/secretsmanager/);
    assert.equal(given({}).code, undefined);
  });

  it('has to have the form, and credentials that the upstream takes, by what ECR says', () => {
    const said = (why: string) => proofOf(path, { secret, refusal: known(why) });
    assert.equal(said('The secret must have the key "accessToken"').code, 'HW1407');
    const refused = said('401 Unauthorized');
    assert.equal(refused.code, 'HW1409');
    assert.match(refused.text, /401 Unauthorized/);
    assert.equal(proofOf(path, { secret, refusal: absent }).code, undefined);
    const unreached = said('connect ECONNREFUSED');
    assert.deepEqual([unreached.code, unreached.status], [undefined, 'unseen']);
  });

  it('is unseen with what would show it', () => {
    const hidden = unseen('secret', 'secretsmanager:DescribeSecret on it');
    const refusal = unseen('validity', 'ecr:ValidatePullThroughCacheRule on *');
    const proof = proofOf(path, { secret, refusal }, { upstreamSecrets: { [secret]: hidden } });
    assert.equal(proof.code, undefined);
    assert.ok(proof.needs.includes('secretsmanager:DescribeSecret on it'));
    assert.ok(proof.needs.includes('ecr:ValidatePullThroughCacheRule on *'));
  });
});

describe('the roles of ECR', () => {
  it('are its service-linked one, unless the rule names one', () => {
    const gone = { roles: { [ofEcr]: absent } };
    const proof = proofOf('hub/library/nginx:1', {}, gone);
    assert.equal(proof.code, 'HW1417');
    assert.equal(
      proof.patch,
      'aws iam create-service-linked-role --aws-service-name pullthroughcache.ecr.amazonaws.com',
    );
    const hidden = { roles: { [ofEcr]: unseen('role', 'iam:GetRole on it') } };
    assert.ok(proofOf('hub/library/nginx:1', {}, hidden).needs.includes('iam:GetRole on it'));
  });

  const upstream = `${other}/us-east-1/team/app`;
  const rule = { upstream: `${other}.dkr.ecr.us-east-1.amazonaws.com`, role: cacheRole };
  const pulling = ['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
  const there = (policy: string | undefined, imageTags: string[] = []) => ({
    repositories: {
      [`${registry}/hub/team/app`]: absent,
      [upstream]: known({
        policy: policy === undefined ? absent : known(policy),
        tags: known({}),
        imageTags: known(imageTags),
      }),
    },
  });
  const cacheTrust = trusting('pullthroughcache.ecr.amazonaws.com');
  const policies = [{ name: 'pull', document: allow(...pulling) }];
  const sharing = document({
    Effect: 'Allow',
    Principal: { AWS: cacheRole },
    Action: pulling.slice(1),
  });
  const image = { [`${registry}/hub/team/app:1`]: absent, [`${upstream}:1`]: absent };
  const codeWith = (more: Partial<RoleFacts>, policy: string | undefined) =>
    proofOf('hub/team/app:1', rule, {
      roles: { [cacheRole]: roleOf(cacheRole, { policies, ...more }) },
      images: image,
      ...there(policy),
    });

  it('must be trusted and let in on both sides upstream', () => {
    const gone = { roles: { [cacheRole]: absent }, images: image, ...there(sharing) };
    assert.equal(proofOf('hub/team/app:1', rule, gone).code, 'HW1415');
    assert.match(codeWith({}, sharing).patch, /update-assume-role-policy --role-name upstream/);
    const trust = cacheTrust;
    assert.match(codeWith({ trust, policies: [] }, sharing).patch, /^aws iam put-role-policy /);
    assert.match(
      codeWith({ trust }, undefined).patch,
      /^aws ecr set-repository-policy .*444455556666/,
    );
  });

  it('find an image upstream, or none', () => {
    const proof = codeWith({ trust: cacheTrust }, sharing);
    assert.equal(proof.code, 'HW1413');
    const withTag = proofOf('hub/team/app:1', rule, {
      roles: { [cacheRole]: roleOf(cacheRole, { trust: cacheTrust, policies }) },
      images: image,
      ...there(sharing, ['2']),
    });
    assert.match(withTag.fix, /a tag that it has: 2/);
  });

  it('make repositories from a template with a role of its own', () => {
    const template = {
      prefix: 'hub',
      appliedFor: ['PULL_THROUGH_CACHE'],
      hasPolicy: false,
      hasTags: true,
      encryption: 'AES256' as const,
      role: cacheRole,
    };
    const given = (facts: ReturnType<typeof roleOf> | typeof absent, more: object = {}) =>
      proofOf(
        'hub/library/nginx:1',
        {},
        {
          roles: { [cacheRole]: facts },
          creationTemplates: { [registry]: known([{ ...template, ...more }]) },
        },
      );
    const trust = trusting('ecr.amazonaws.com');
    const making = [{ name: 'make', document: allow('ecr:CreateRepository') }];
    assert.equal(given(absent).code, 'HW1418');
    assert.match(given(roleOf(cacheRole)).patch, /update-assume-role-policy/);
    assert.match(given(roleOf(cacheRole, { trust })).patch, /put-role-policy .*CreateRepository/);
    assert.equal(given(roleOf(cacheRole, { trust, policies: making })).code, undefined);
    assert.equal(given(absent, { appliedFor: ['REPLICATION'] }).code, undefined);
    assert.equal(given(absent, { prefix: 'hubs' }).code, undefined);
  });
});

describe('a managed policy', () => {
  const given = (name: string, repository: World['repositories'][string]) =>
    proofOf(
      'hub/library/nginx:1',
      {},
      {
        roles: {
          [role]: roleOf(role, {
            policies: [
              {
                name: `arn:aws:iam::aws:policy/${name}`,
                document: allow(
                  'ecr:GetAuthorizationToken',
                  'ecr:BatchGetImage',
                  'ecr:GetDownloadUrlForLayer',
                ),
              },
            ],
          }),
        },
        repositories: { [`${registry}/hub/library/nginx`]: repository },
      },
    );
  const empty = known({ policy: absent, tags: known({}), imageTags: known([]) });

  it('that imports nothing is named, with what grants the import', () => {
    const proof = given('AmazonEC2ContainerRegistryReadOnly', empty);
    assert.equal(proof.code, 'HW0714');
    assert.match(proof.patch, /attach-role-policy .*AmazonEC2ContainerRegistryPullOnly/);
    const unmade = given('AmazonEKSFargatePodExecutionRolePolicy', absent);
    assert.match(unmade.patch, /put-role-policy .*ecr:CreateRepository/);
    assert.equal(given('SomethingElse', empty).code, 'HW1404');
  });
});
