// Words of clients that say the same as others, and words that say nothing of a failed pull.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnoseText } from './diagnose-text.ts';

const ids = (text: string) => diagnoseText(text).causes.map(({ catalogue }) => catalogue);

const rows: readonly (readonly [what: string, text: string, cause: string])[] = [
  [
    'ECS for a platform that the image has not',
    "CannotPullContainerError: pull image manifest has been retried 1 time(s): image does not contain descriptor matching platform 'linux/amd64'",
    'PLAT-01',
  ],
  [
    'docker for a platform that the image has not',
    "WARNING: The requested image's platform (linux/amd64) does not match the detected host platform (linux/arm64/v8)",
    'PLAT-01',
  ],
  [
    'another certificate in front of the layers',
    'x509: certificate is valid for *.corp.example, not prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com',
    'NET-17',
  ],
  [
    'a mirror that speaks no TLS',
    'failed to do request: Head "https://mirror:5000/v2/app/manifests/v1": http: server gave HTTP response to HTTPS client',
    'RT-03',
  ],
  [
    'another registry whose name does not resolve',
    'Failed to pull image "ghcr.io/a/b:1": dial tcp: lookup ghcr.io: no such host',
    'DNS-01',
  ],
];

describe('a text in the words of', () => {
  for (const [what, text, cause] of rows) {
    it(`${what} suspects ${cause} first`, () => assert.equal(ids(text)[0], cause));
  }
});

describe('what a text tells besides of failed pulls', () => {
  for (const text of [
    'Readiness probe failed: HTTP probe failed with statuscode: 403',
    'MountVolume.SetUp failed for volume "x": secret "regcred" not found',
  ]) {
    it(`is no cause: ${text.slice(0, 40)}`, () => {
      assert.deepEqual([diagnoseText(text).told, ids(text)], ['neither', []]);
    });
  }

  it('is no cause where the image was pulled all the same', () => {
    const text =
      'Warning FailedToRetrieveImagePullSecret Unable to retrieve some image pull secrets (regcred)\nNormal Pulled Successfully pulled image "x" in 2s';
    assert.deepEqual([diagnoseText(text).told, ids(text)], ['success', []]);
    const later = `${text}\nFailed to pull image "x": no basic auth credentials`;
    assert.equal(diagnoseText(later).told, 'failure');
  });
});
