// A reference that can be parsed and names nothing that is there: what it should have named.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, type Fact, known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import { codes, statusOf } from './testing/across-accounts.ts';
import { account, image, key, pull, withContainer } from './testing/one-account.ts';
import type { RepositoryFacts, World } from './world.ts';

const name = image.replace(':v1', '');
const digest = `sha256:${'f'.repeat(64)}`;
const withTags = (...tags: string[]): World['repositories'] => ({
  [key]: known({ policy: absent, tags: known({}), imageTags: known(tags) }),
});

const proofOf = (written: string, change: Partial<World> = {}) =>
  prove(pull, { ...withContainer({ image: written }), ...change });

describe('A reference without a tag', () => {
  const latest = { [`${key}:latest`]: absent };

  it('asks for latest, which nobody pushed', () => {
    const proof = proofOf(name, { images: latest, repositories: withTags('v1', 'v2') });
    assert.deepEqual(codes(proof), ['HW0103']);
    assert.equal(statusOf(proof, 'image'), 'skipped');
    assert.match(proof.causes[0]?.fix.text ?? '', /there are v1, v2/);
    assert.equal(proof.causes[0]?.fix.patch, undefined);
  });

  it('is mended with the only tag that there is', () => {
    const [cause] = proofOf(name, { images: latest, repositories: withTags('v1') }).causes;
    assert.ok(cause?.fix.patch?.includes(`app=${name}:v1`), cause?.fix.patch);
  });

  it('is another matter where latest is written, and is not there', () => {
    const proof = proofOf(`${name}:latest`, { images: latest });
    assert.deepEqual(codes(proof), ['HW1501']);
  });

  it('leaves open what was not seen', () => {
    const images = { [`${key}:latest`]: unseen('the image', 'ecr:BatchGetImage') };
    assert.equal(proofOf(name, { images }).verdict, 'unseen');
  });
});

describe('A reference with a digest', () => {
  const gone = { [`${key}@${digest}`]: absent };

  it('names one of another repository', () => {
    const proof = proofOf(`${name}@${digest}`, { images: gone });
    assert.deepEqual(codes(proof), ['HW0111']);
    assert.match(
      proof.causes[0]?.fix.text ?? '',
      /ecr:DescribeImages shows for team\/app in account 444455556666/,
    );
  });

  it('is followed, whatever its tag is: the tag alone would do', () => {
    const [cause, ...others] = proofOf(`${image}@${digest}`, { images: gone }).causes;
    assert.equal(cause?.code, 'HW0112');
    assert.deepEqual(others, []);
    assert.ok(cause?.fix.patch?.endsWith(`app=${image}`), cause?.fix.patch);
  });

  it('holds where the digest is there, and the tag is another image', () => {
    const found = withContainer({}).images[`${key}:v1`] as World['images'][string];
    assert.equal(
      proofOf(`${image}@${digest}`, { images: { [`${key}@${digest}`]: found } }).verdict,
      'holds',
    );
  });
});

describe('A placeholder', () => {
  for (const written of [
    `${name}:\${IMAGE_TAG}`,
    `${name}:$(TAG)`,
    `${name}:{{ .Values.image.tag }}`,
    `${name}:<tag>`,
    image.replace(account, '<account>'),
    image.replace(account, 'aws_account_id'),
    image.replace('us-east-1', '$' + 'AWS_REGION'),
    image.replace(account, 'ACCOUNT_ID'),
  ]) {
    it(`was never filled in: ${written}`, () => {
      assert.deepEqual(codes(proofOf(written)), ['HW0114']);
    });
  }

  it('may be a tag, which counts only where no image has it', () => {
    const written = `${name}:null`;
    const proof = proofOf(written, { images: { [`${key}:null`]: absent } });
    assert.deepEqual(codes(proof), ['HW0114']);
    const found = withContainer({}).images[`${key}:v1`] as World['images'][string];
    assert.equal(proofOf(written, { images: { [`${key}:null`]: found } }).verdict, 'holds');
  });

  it('is none in what is only no reference', () => {
    assert.deepEqual(codes(proofOf(`https://${image}`)), ['HW0101']);
  });
});

describe('A repository that is not there', () => {
  const missing = (repository: Fact<RepositoryFacts>, ...there: string[]): Partial<World> => ({
    repositories: { [key]: repository },
    elsewhere: { [key]: known(there) },
  });
  const cases: readonly [there: string, code: string][] = [
    ['111122223333/us-east-1/team/app', 'HW0104'],
    [`${account}/eu-west-1/team/app`, 'HW0105'],
    [`${account}/us-east-1/platform/team/app`, 'HW0110'],
    [`${account}/us-east-1/team/apps`, 'HW1201'],
  ];
  for (const [there, code] of cases) {
    it(`is ${code} where ${there} is`, () => {
      const proof = proofOf(image, missing(absent, there));
      assert.deepEqual(codes(proof), [code]);
      const [registryId, region, ...path] = there.split('/');
      const right = `app=${registryId}.dkr.ecr.${region}.amazonaws.com/${path.join('/')}:v1`;
      assert.ok(proof.causes[0]?.fix.patch?.endsWith(right), proof.causes[0]?.fix.patch);
    });
  }

  it('is not known to be missing where nobody could look', () => {
    const proof = proofOf(
      image,
      missing(unseen('it', 'a look'), '111122223333/us-east-1/team/app'),
    );
    assert.deepEqual([proof.verdict, proof.causes], ['unseen', []]);
  });
});
