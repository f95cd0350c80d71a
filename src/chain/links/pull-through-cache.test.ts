// A pull through a cache rule: ECR User Guide, "IAM permissions required to sync an upstream registry".
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, type Fact, known } from '../fact.ts';
import { prove } from '../prove.ts';
import { emptyWorld, type ImageFacts, type RepositoryFacts, type World } from '../world.ts';

const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const importing = 'ecr:BatchImportUpstreamImage';
const document = (...Statement: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });
const cached: ImageFacts = {
  digest: `sha256:${'0'.repeat(64)}`,
  status: 'ACTIVE',
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  platforms: known([{ os: 'linux', architecture: 'amd64' }]),
  missingBlobs: known([]),
};

const ofEcr =
  'arn:aws:iam::111122223333:role/aws-service-role/pullthroughcache.ecr.amazonaws.com/AWSServiceRoleForECRPullThroughCache';

interface Given {
  /** Account of the role; the registry is 111122223333's. */
  readonly account?: string;
  readonly granted: readonly string[];
  /** What the repository's policy grants the role; without one, there is no repository. */
  readonly shared?: readonly string[];
  readonly image?: Fact<ImageFacts>;
  readonly denied?: string;
  readonly prefixes?: readonly string[];
}

function proofOf({ account = '111122223333', granted, shared, denied, ...rest }: Given) {
  const role = `arn:aws:iam::${account}:role/node`;
  const key = '111122223333/us-east-1/hub/library/nginx';
  const allow = {
    Effect: 'Allow',
    Action: ['ecr:GetAuthorizationToken', ...granted],
    Resource: '*',
  };
  const deny = { Sid: 'No', Effect: 'Deny', Action: denied, Resource: '*' };
  const policies = [{ name: 'pull', document: document(allow, ...(denied ? [deny] : [])) }];
  const grant = { Effect: 'Allow', Principal: { AWS: role }, Action: shared };
  const repository: Fact<RepositoryFacts> = shared
    ? known({
        policy: known(document(grant)),
        tags: known({}),
        imageTags: known([]),
        encryption: { type: 'AES256' },
      })
    : absent;
  const world: World = {
    ...emptyWorld,
    accounts: { '111122223333': absent, '444455556666': absent, [account]: absent },
    roles: {
      [role]: known({ arn: role, trust: document(), policies, tags: {} }),
      [ofEcr]: known({ arn: ofEcr, trust: document(), policies: [], tags: {} }),
    },
    repositories: { [key]: repository },
    registryPolicies: { '111122223333/us-east-1': absent },
    cachePrefixes: { '111122223333/us-east-1': known(rest.prefixes ?? ['hub']) },
    cacheRules: { '111122223333/us-east-1/hub': known({ prefix: 'hub', upstream: 'quay.io' }) },
    creationTemplates: { '111122223333/us-east-1': absent },
    images: { [`${key}:1`]: rest.image ?? absent },
  };
  const image = '111122223333.dkr.ecr.us-east-1.amazonaws.com/hub/library/nginx:1';
  const proof = prove({ kind: 'role', role, image }, world);
  const link = proof.links.find((one) => one.link === 'pull-through-cache');
  return { ...proof, link: link?.status, codes: proof.causes.map(({ code }) => code) };
}

const patchOf = ({ causes }: ReturnType<typeof proofOf>) => causes[0]?.fix.patch ?? '';

describe('an image that only a cache rule can bring', () => {
  it('is not pulled by a role that may not import it', () => {
    const proof = proofOf({ granted: pull, shared: pull });
    assert.deepEqual([proof.verdict, proof.codes], ['broken', ['HW1404']]);
    assert.match(proof.causes[0]?.deciding.message ?? '', /ecr:BatchImportUpstreamImage action$/);
    assert.match(patchOf(proof), /put-role-policy .*"Action":\["ecr:BatchImportUpstreamImage"\]/);
  });

  it('also needs its repository, which the fix lets the role make', () => {
    const proof = proofOf({ granted: pull });
    assert.deepEqual(proof.codes, ['HW1404']);
    assert.match(patchOf(proof), /"ecr:BatchImportUpstreamImage","ecr:CreateRepository"/);
  });

  it('is unseen for a role that may: the upstream decides', () => {
    const proof = proofOf({ granted: [...pull, importing], shared: pull });
    assert.deepEqual([proof.verdict, proof.link], ['unseen', 'holds']);
  });

  it('may be granted by the policy of the repository, in one account', () => {
    assert.equal(proofOf({ granted: pull, shared: [...pull, importing] }).link, 'holds');
  });

  it('needs both sides across accounts, and is mended where it lacks', () => {
    const account = '444455556666';
    const theirs = proofOf({ account, granted: [...pull, importing], shared: pull });
    assert.deepEqual(theirs.codes, ['HW1404']);
    assert.match(patchOf(theirs), /^aws ecr set-repository-policy /);
    const ours = proofOf({ account, granted: pull, shared: [...pull, importing] });
    assert.deepEqual(ours.codes, ['HW1404']);
    assert.match(patchOf(ours), /^aws iam put-role-policy /);
    const all = [...pull, importing];
    assert.equal(proofOf({ account, granted: all, shared: all }).link, 'holds');
    const unmade = proofOf({ account, granted: all });
    assert.deepEqual(unmade.codes, ['HW1405']);
    assert.match(unmade.causes[0]?.deciding.text ?? '', /may import .*, but not create it/);
    assert.match(
      patchOf(proofOf({ account, granted: [...all, 'ecr:CreateRepository'] })),
      /^aws ecr put-registry-policy .*"Resource":"arn:aws:ecr:us-east-1:111122223333:repository\/hub/,
    );
  });

  it('is kept from a role by a Deny', () => {
    const proof = proofOf({ granted: [...pull, importing], shared: pull, denied: importing });
    assert.deepEqual(proof.codes, ['HW1404']);
  });
});

describe('an image that the cache holds', () => {
  it('is pulled without importing', () => {
    const proof = proofOf({ granted: pull, shared: pull, image: known(cached) });
    assert.deepEqual([proof.verdict, proof.link], ['holds', 'holds']);
  });
});

describe('an image that no cache rule is about', () => {
  it('is absent, whatever the role may', () => {
    const proof = proofOf({ granted: pull, shared: pull, prefixes: ['quay'] });
    assert.deepEqual([proof.link, proof.codes], ['skipped', ['HW1501']]);
  });
});
