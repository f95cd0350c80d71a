// What the sentences of programs besides the kubelet's and containerd's make likely, by their facts.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { allKnownCauses } from '../../causes/known.ts';
import { diagnoseText } from '../diagnose-text.ts';
import { failed, host, ids } from '../testing/texts.ts';
import { wordsOfPrograms } from '../testing/words-of-programs.ts';

describe('a text of places', () => {
  const image = '602401143452.dkr.ecr.ap-southeast-4.amazonaws.com/amazon-k8s-cni:v1';

  it('says whose account has the add-ons of the image’s Region', () => {
    for (const answer of ['403 Forbidden', `${image}: not found`]) {
      const [first] = diagnoseText(`${failed(image)} ${answer}`).causes;
      assert.equal(first?.catalogue, 'REF-04');
      assert.match(
        first.fix,
        /^Name account \d{12} in the host: it has the add-ons of EKS in ap-southeast-4/,
      );
    }
    const own = image.replace('ap-southeast-4', 'eu-west-1');
    assert.ok(
      !ids(`${failed(own)} 403 Forbidden`)
        .slice(0, 3)
        .includes('REF-04'),
    );
  });

  it('says that a node of China has no credentials for a registry outside it', () => {
    const text = `kubelet, ip-10-0-0-1.cn-north-1.compute.internal  ${failed(`${host}/app:v1`)} 401 Unauthorized`;
    assert.equal(ids(text)[0], 'REF-05');
    assert.notEqual(ids(text.replace('cn-north-1', 'eu-west-1'))[0], 'REF-05');
  });
});

describe('a text in the words of', () => {
  for (const [what, text, cause] of wordsOfPrograms) {
    it(`${what} makes ${cause} likeliest`, () =>
      assert.equal(ids(text)[0], cause, ids(text).slice(0, 4).join(' ')));
  }
});

describe('the symptoms', () => {
  /** Nothing fails where a tag was moved: only the digests of running containers tell of it. */
  const silent = ['IMG-08'];

  it('tell of every known cause', () => {
    const sources = readdirSync(import.meta.dirname)
      .map((file) => readFileSync(`${import.meta.dirname}/${file}`, 'utf8'))
      .join('\n');
    const missing = allKnownCauses()
      .filter(({ sameAs }) => sameAs === undefined)
      .map(({ catalogue }) => catalogue)
      .filter((id) => !new RegExp(`\\b${id}\\b`).test(sources));
    assert.deepEqual(
      missing,
      silent.filter((id) => missing.includes(id)),
    );
  });
});
