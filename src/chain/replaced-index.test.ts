// A tag that was of a multi-platform image, and is of one for another platform than the node's.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mediaTypes } from '../oci/media-types.ts';
import { known } from './fact.ts';
import { prove } from './prove.ts';
import { codes, healthy, key, pod, pushed } from './testing/across-accounts.ts';
import type { TrailEvent } from './world.ts';

const put = (at: string, mediaType: string, change: Partial<TrailEvent> = {}): TrailEvent => ({
  at,
  name: 'PutImage',
  repository: 'team/app',
  by: 'arn:aws:sts::444455556666:assumed-role/ci/build-7',
  images: [{ tags: ['v1'], mediaType }],
  ...change,
});
const { ociIndex, ociManifest } = mediaTypes;
const index = put('2026-01-01T00:00:00Z', ociIndex);
const single = put('2026-01-02T00:00:00Z', ociManifest);

const causesWith = (events: readonly TrailEvent[], mediaType: string = ociManifest) =>
  prove(pod, {
    ...healthy,
    images: {
      [`${key}:v1`]: known({
        ...pushed,
        mediaType,
        platforms: known([{ os: 'linux', architecture: 'amd64' }]),
      }),
    },
    trails: { '444455556666/us-east-1': known(events) },
  });

describe('An image of another platform', () => {
  it('replaced one for several, and the push that did so is named', () => {
    const proof = causesWith([single, index]);
    assert.deepEqual(codes(proof), ['HW2308']);
    assert.match(
      proof.causes[0]?.deciding.text ?? '',
      /^v1 of team\/app was a multi-platform image, pushed at 2026-01-01T00:00:00Z; the push at 2026-01-02T00:00:00Z by build-7/,
    );
  });

  for (const [what, events] of [
    ['where it was never of several', [single]],
    ['where the index is the last that was pushed', [index]],
    ['where the push was refused', [{ ...single, error: 'AccessDenied' }, index]],
    [
      'where another tag was pushed',
      [single, { ...index, images: [{ tags: ['v2'], mediaType: ociIndex }] }],
    ],
    [
      'where another repository was pushed to',
      [
        { ...single, repository: 'x' },
        { ...index, repository: 'x' },
      ],
    ],
    ['where nothing was seen', []],
  ] as const) {
    it(`is told as before ${what}`, () => assert.deepEqual(codes(causesWith(events)), ['HW1602']));
  }

  it('is another matter in an index', () => {
    assert.deepEqual(codes(causesWith([single, index], ociIndex)), ['HW1601']);
  });
});
