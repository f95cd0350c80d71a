import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { knownCauseOf } from '../causes/known.ts';
import { diagnoseText } from './diagnose-text.ts';
import { withoutSecrets } from './secrets.ts';
import { clear, failed, host } from './testing/clear-texts.ts';

function idsOf(text: string): string[] {
  return diagnoseText(text).causes.map(({ catalogue }) => catalogue);
}

describe('a pasted text', () => {
  for (const [what, text, cause] of clear) {
    it(`tells of ${what}`, () => assert.equal(idsOf(text)[0], cause));
  }

  it('tells of a failure, with less than certainty, and names what would tell like causes apart', () => {
    const found = diagnoseText(`${failed} no basic auth credentials`);
    assert.equal(found.told, 'failure');
    assert.ok(found.causes.length > 2);
    assert.ok(found.causes.every(({ confidence }) => confidence > 0 && confidence < 1));
    const order = found.causes.map(({ confidence }) => confidence);
    assert.deepEqual(
      order,
      [...order].sort((one, other) => other - one),
    );
    assert.ok(found.needs.length > 1);
    assert.equal(found.causes.filter(({ isLikeliest }) => isLikeliest).length, 1);
  });

  it('can tell of two things at once', () => {
    const ids = idsOf(
      `Warning FailedToRetrieveImagePullSecret Unable to retrieve some image pull secrets (ecr)\n${failed} no basic auth credentials`,
    );
    assert.ok(ids.includes('POD-02') && ids.includes('CRED-01'));
  });

  it('may be coloured, escaped or quoted', () => {
    const [, text = ''] = clear[3] ?? [];
    assert.equal(idsOf(JSON.stringify({ msg: `\u001b[31m${text}\u001b[0m` }))[0], 'RPOL-01');
  });

  it('has numbers that are no status codes', () => {
    const line =
      'E0418 06:12:14.403429   14403 kubelet.go:429] 2027-01-01T00:00:00.403Z syncing pod';
    assert.equal(diagnoseText(line).told, 'neither');
  });

  it('that says nothing known proves nothing', () => {
    const found = diagnoseText('Scheduled: assigned default/web to ip-10-0-0-1');
    assert.deepEqual([found.told, found.causes.length], ['neither', 0]);
    assert.ok(found.needs.length > 0);
  });

  it('that tells of a pull that worked proves no other', () => {
    const found = diagnoseText('Successfully pulled image "x" in 2s');
    assert.deepEqual([found.told, found.causes.length], ['success', 0]);
    assert.match(found.needs[0]?.fact ?? '', /^whether the next pull works/);
  });

  it('gives none of its secrets away', () => {
    const secret = `QVdTOmV5SnBZWGxzYjJGa0lqb2lXRTFOVEhOQ2NHODRN${'aB3'.repeat(40)}`;
    const forms = [
      `Authorization: Basic ${secret}`,
      `{"auths":{"${host}":{"auth":"${secret}"}}}`,
      `https://AWS:${secret}@${host}/v2/`,
      `https://bucket.s3.amazonaws.com/x?X-Amz-Security-Token=${secret}&X-Amz-Signature=${secret}`,
      `docker login -u AWS -p ${secret}`,
      secret,
    ];
    for (const form of forms) {
      const text = `403 Forbidden ${form}`;
      const said = JSON.stringify(diagnoseText(text)) + withoutSecrets(text);
      assert.ok(said.includes('[removed]') && !said.includes(secret.slice(0, 20)), form);
    }
  });

  it('keeps what a diagnosis is read for', () => {
    const [first] = diagnoseText(clear[3]?.[1] ?? '').causes;
    assert.match(first?.quote ?? '', /assumed-role\/node\/i-0123456789abcdef0/);
    assert.match(first?.quote ?? '', /repository\/team\/app/);
  });

  it('is quoted with the words that tell, however long the line', () => {
    const [first] = diagnoseText(
      `${failed} ${'x '.repeat(400)} no basic auth credentials ${'y '.repeat(400)}`,
    ).causes;
    assert.match(first?.quote ?? '', /^….*no basic auth credentials…$/);
  });

  it('of any kind is read to its end, and every cause named is a known one', () => {
    const words = clear.flatMap(([, text]) => text.split(/(?<=[:,"])/));
    const pieces = fc.oneof(fc.constantFrom(...words), fc.string(), fc.constant('\n'));
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (some) => {
        const { told, causes } = diagnoseText(some.join(' '));
        assert.equal(told === 'failure', causes.length > 0);
        for (const { code } of causes) assert.ok(knownCauseOf(code) !== undefined);
      }),
      { numRuns: 300 },
    );
  });

  it('may be long, and in one line', () => {
    const long = `${'dial tcp lookup 403 denied: '.repeat(60_000)}\n${failed} no basic auth credentials`;
    assert.ok(idsOf(long).includes('CRED-01'));
  });
});
