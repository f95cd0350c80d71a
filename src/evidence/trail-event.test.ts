// Records of CloudTrail, in the forms of AWS's samples, as facts.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { digestOf } from '../oci/digest.ts';
import { trailEvent } from './aws/trail-event.ts';

const base = {
  eventTime: '2026-01-01T00:00:00Z',
  userIdentity: { arn: 'arn:aws:iam::123456789012:user/Mary_Major' },
};
const digest = `sha256:${'a'.repeat(64)}`;

describe('a record of CloudTrail', () => {
  it('names what a deletion was asked for, and what it took', () => {
    const event = trailEvent('BatchDeleteImage', {
      ...base,
      requestParameters: { repositoryName: 'app', imageIds: [{ imageDigest: digest }] },
      responseElements: { imageIds: [{ imageDigest: digest, imageTag: 'v1' }], failures: [] },
    });
    assert.deepEqual(event, {
      at: base.eventTime,
      name: 'BatchDeleteImage',
      repository: 'app',
      by: base.userIdentity.arn,
      images: [
        { digest, tags: [] },
        { digest, tags: ['v1'] },
      ],
    });
  });

  it('tells the digest and the type of a manifest that was put, also of one that was refused', () => {
    const imageManifest =
      '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json"}';
    const event = trailEvent('PutImage', {
      ...base,
      errorCode: 'ImageTagAlreadyExistsException',
      requestParameters: { repositoryName: 'app', imageTag: 'v1', imageManifest },
      responseElements: null,
    });
    assert.equal(event?.error, 'ImageTagAlreadyExistsException');
    assert.deepEqual(event?.images, [
      {
        digest: digestOf(imageManifest),
        tags: ['v1'],
        mediaType: 'application/vnd.oci.image.index.v1+json',
      },
    ]);
  });

  it('leaves out what a lifecycle rule did not expire', () => {
    const image = (tag: string) => ({ digest, tagStatus: 'Tagged', tagList: [tag] });
    const event = trailEvent('PolicyExecutionEvent', {
      eventTime: base.eventTime,
      requestParameters: null,
      serviceEventDetails: {
        repositoryName: 'app',
        lifecycleEventPolicy: {
          lifecycleEventRules: [
            { rulePriority: 1, action: 'expire' },
            { rulePriority: 2, action: { type: 'transition' } },
          ],
        },
        lifecycleEventImageActions: [
          { lifecycleEventImage: image('v1'), rulePriority: 1 },
          { lifecycleEventImage: image('v2'), rulePriority: 2 },
        ],
      },
    });
    assert.deepEqual(event?.images, [{ digest, tags: ['v1'], rule: 1 }]);
    assert.equal(event?.by, undefined);
  });

  for (const record of [{}, { ...base, requestParameters: null }, { requestParameters: 'x' }]) {
    it(`is nothing without a repository and a time: ${JSON.stringify(record)}`, () => {
      assert.equal(trailEvent('PutImage', record), undefined);
    });
  }
});
