// An image that was there and is not any more: the trail of its registry tells who took it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { absent, type Fact, known, unseen } from './fact.ts';
import { prove } from './prove.ts';
import { codes } from './testing/across-accounts.ts';
import { account, image, key, pull, withContainer } from './testing/one-account.ts';
import type { TrailEvent } from './world.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const by = 'arn:aws:sts::444455556666:assumed-role/cleanup/nightly';
const event = (name: TrailEvent['name'], change: Partial<TrailEvent> = {}): TrailEvent => ({
  at: '2026-01-01T00:00:00Z',
  name,
  repository: 'team/app',
  by,
  images: [{ tags: ['v1'] }],
  ...change,
});

const withTrail = (trail: Fact<readonly TrailEvent[]>, written = image, tags = ['v2']) =>
  prove(pull, {
    ...withContainer({ image: written }),
    repositories: { [key]: known({ policy: absent, tags: known({}), imageTags: known(tags) }) },
    images: { [`${key}:v1`]: absent, [`${key}@${digest}`]: absent },
    trails: { [`${account}/us-east-1`]: trail },
  });
const causeOf = (...events: TrailEvent[]) => withTrail(known(events)).causes[0];
const byDigest = image.replace(':v1', `@${digest}`);

describe('An image that is missing', () => {
  it('was deleted, by whom and when', () => {
    const cause = causeOf(event('BatchDeleteImage'));
    assert.equal(cause?.code, 'HW1503');
    assert.equal(
      cause?.deciding.text,
      `team/app:v1 was deleted at 2026-01-01T00:00:00Z by nightly (${by})`,
    );
  });

  it('was expired by a lifecycle rule', () => {
    const images = [{ digest, tags: ['v1'], rule: 7 }];
    const cause = causeOf(event('PolicyExecutionEvent', { images }));
    assert.equal(cause?.code, 'HW1502');
    assert.match(
      cause?.deciding.text ?? '',
      /^lifecycle rule 7 of team\/app expired team\/app:v1 at/,
    );
  });

  it('was expired while it had no tag, and pods named its digest', () => {
    const images = [{ digest, tags: [], rule: 1 }];
    const trail = known([event('PolicyExecutionEvent', { images })]);
    assert.deepEqual(codes(withTrail(trail, byDigest)), ['HW1509']);
  });

  it('went with its repository, which was made again', () => {
    const gone = event('DeleteRepository', { images: [] });
    assert.deepEqual(codes(withTrail(known([gone]), image, [])), ['HW1202']);
    // With images in it again, that one was not pushed again, or is another matter.
    assert.deepEqual(codes(withTrail(known([gone]))), ['HW1501']);
    // What was pushed since then went for another reason.
    const pushed = {
      ...event('PutImage', { images: [{ digest, tags: ['v1'] }] }),
      at: '2026-01-01T00:00:01Z',
    };
    assert.deepEqual(codes(withTrail(known([gone, pushed]), image, [])), ['HW1501']);
  });

  it('was never put under its tag, which may not be moved', () => {
    const refused = event('PutImage', {
      error: 'ImageTagAlreadyExistsException',
      images: [{ digest, tags: ['v1'] }],
    });
    assert.deepEqual(codes(withTrail(known([refused]), `${image}@${digest}`, ['v1'])), ['HW1507']);
    assert.deepEqual(codes(withTrail(known([refused]), byDigest)), ['HW1507']);
  });

  it('is told of by the latest of several events', () => {
    const images = [{ digest, tags: ['v1'], rule: 1 }];
    const later = event('PolicyExecutionEvent', { at: '2026-01-02T00:00:00Z', images });
    assert.equal(causeOf(event('BatchDeleteImage'), later)?.code, 'HW1502');
    assert.equal(causeOf(later, event('BatchDeleteImage'))?.code, 'HW1502');
  });

  for (const [what, change] of [
    ['of another repository', { repository: 'team/other' }],
    ['of another tag', { images: [{ tags: ['v2'] }] }],
    ['that was refused', { error: 'AccessDenied' }],
  ] as const) {
    it(`has nothing to do with a deletion ${what}`, () => {
      assert.equal(causeOf(event('BatchDeleteImage', change))?.code, 'HW1501');
    });
  }

  it('is missing all the same where the trail may not be seen, or has nothing', () => {
    const hidden = unseen('the trail', 'cloudtrail:LookupEvents');
    for (const trail of [hidden, absent, known([])]) {
      const proof = withTrail(trail);
      assert.deepEqual([proof.verdict, codes(proof)], ['broken', ['HW1501']]);
    }
  });
});
