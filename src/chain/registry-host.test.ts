// A host that no registry of ECR can have is a cause, and never one that a repository should be created for.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import { statusOf } from './testing/across-accounts.ts';
import { account, pull, role, withContainer, world } from './testing/one-account.ts';

const places = {
  region: `${account}.dkr.ecr.us-east1.amazonaws.com`,
  suffix: `${account}.dkr.ecr.us-east-1.amazonaws.com.cn`,
};

const ofRole = (image: string, more: object = {}) =>
  prove({ kind: 'role', role, image }, { ...world(), ...more });

describe('A host of ECR that cannot be', () => {
  const cases: readonly [host: string, code: string, mended: string | undefined][] = [
    [places.suffix, 'HW0107', `${account}.dkr.ecr.us-east-1.amazonaws.com`],
    [
      `${account}.dkr.ecr.cn-north-1.amazonaws.com`,
      'HW0107',
      `${account}.dkr.ecr.cn-north-1.amazonaws.com.cn`,
    ],
    [places.region, 'HW0105', `${account}.dkr.ecr.us-east-1.amazonaws.com`],
    [
      `${account}.dkr.ecr.us-esat-1.amazonaws.com`,
      'HW0105',
      `${account}.dkr.ecr.us-east-1.amazonaws.com`,
    ],
    [
      `${account}.dkr.ecr.cn-nort-1.amazonaws.com.cn`,
      'HW0105',
      `${account}.dkr.ecr.cn-north-1.amazonaws.com.cn`,
    ],
    [`${account}.dkr.ecr.narnia.amazonaws.com`, 'HW0105', undefined],
    [
      '4444-5555-6666.dkr.ecr.us-east-1.amazonaws.com',
      'HW0106',
      '444455556666.dkr.ecr.us-east-1.amazonaws.com',
    ],
    ['44445555666.dkr.ecr.us-east-1.amazonaws.com', 'HW0106', undefined],
    [
      `${account}.dkr.ecr.us-east-1.amazonaws.com:5000`,
      'HW0109',
      `${account}.dkr.ecr.us-east-1.amazonaws.com`,
    ],
  ];
  for (const [host, code, mended] of cases) {
    it(`is ${code}: ${host}`, () => {
      const proof = ofRole(`${host}/team/app:v1`);
      assert.equal(proof.verdict, 'broken');
      assert.deepEqual(
        proof.causes.map((cause) => cause.code),
        [code],
      );
      const [cause] = proof.causes;
      if (mended !== undefined)
        assert.ok(cause?.fix.text.includes(` ${mended}/team/app:v1.`), cause?.fix.text);
      assert.ok(!JSON.stringify(cause).includes('create-repository'));
    });
  }

  it('is mended in the container that names it', () => {
    const image = `${places.suffix}/team/app:v1`;
    const [cause] = prove(pull, withContainer({ image })).causes;
    assert.match(
      cause?.fix.patch ?? '',
      /app=\d{12}\.dkr\.ecr\.us-east-1\.amazonaws\.com\/team\/app:v1|"image":\s*"\d{12}\.dkr\.ecr\.us-east-1\.amazonaws\.com\/team\/app:v1"/,
    );
  });
});

describe('A host that begins as those of ECR do, under a domain that is not of AWS', () => {
  const begins = ['', '444455556666.', '4444-5555-6666.'].flatMap((id) =>
    ['us-east-1', 'us-esat-1', 'narnia'].map((region) => `${id}dkr.ecr.${region}`),
  );
  const domains = [
    'amazonaws.com.jfrog.io',
    'amazonaws.com.evil.example',
    'amazonaws.com.cn.example:5000',
    'example.com',
  ];
  for (const host of begins.flatMap((begin) => domains.map((domain) => `${begin}.${domain}`))) {
    it(`is of another registry, which is not looked at: ${host}`, () => {
      const proof = ofRole(`${host}/team/app:v1`);
      assert.deepEqual([proof.verdict, proof.causes], ['unseen', []]);
      assert.equal(statusOf(proof, 'image-reference'), 'unseen');
    });
  }
});

describe('A Region that Hawser does not know', () => {
  const key = `${account}/xx-newland-1/team/app`;
  const image = `${account}.dkr.ecr.xx-newland-1.amazonaws.com/team/app:v1`;

  it('is none where its registry answers that there is no repository', () => {
    const proof = ofRole(image, {
      repositories: { [key]: absent },
      cachePrefixes: { [`${account}/xx-newland-1`]: known([]) },
    });
    assert.deepEqual(
      proof.causes.map(({ code }) => code),
      ['HW0105'],
    );
  });

  it('is unseen where nobody could look', () => {
    const proof = ofRole(image, { repositories: { [key]: unseen('the repository', 'a look') } });
    assert.equal(proof.verdict, 'unseen');
    assert.equal(statusOf(proof, 'image-reference'), 'unseen');
  });

  it('may be one of a local AWS', () => {
    const local = image.replace('amazonaws.com', 'localhost:4566');
    const proof = ofRole(local, {
      repositories: { [key]: absent },
      cachePrefixes: { [`${account}/xx-newland-1`]: known([]) },
    });
    assert.equal(proof.causes[0]?.code, 'HW1201');
  });

  it('is taken for one where its repository is there', () => {
    const there = { policy: absent, tags: known({}), imageTags: known(['v1']) };
    const proof = ofRole(image, { repositories: { [key]: known(there) } });
    assert.equal(statusOf(proof, 'image-reference'), 'holds');
  });
});

describe('The port of HTTPS in a host', () => {
  const image = `${account}.dkr.ecr.us-east-1.amazonaws.com:443/team/app:v1`;

  it('is no fault for a client that logs in', () => {
    assert.equal(statusOf(ofRole(image), 'image-reference'), 'holds');
  });

  it('keeps the kubelet from asking the credential provider', () => {
    const [cause] = prove(pull, withContainer({ image })).causes;
    assert.equal(cause?.code, 'HW0109');
  });
});
