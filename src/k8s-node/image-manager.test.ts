import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MovableClock } from '../clock/clock.ts';
import type { AuthEntry } from '../kubelet/keyring.ts';
import type { PullPolicy } from '../kubelet/pull-policy.ts';
import { ImageManager } from './image-manager.ts';
import { CriError, type ImageService, type RuntimeImage } from './image-service.ts';
import { kubeletWords } from './kubelet-words.ts';

const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:v1';
const unauthorized = new CriError(
  'Unknown',
  'failed to pull and unpack image: no basic auth credentials',
);

/** A runtime whose registry accepts the given passwords. */
function setUp(accepted: readonly (string | undefined)[] = [undefined]) {
  const have = new Map<string, RuntimeImage>();
  const pulls: (string | undefined)[] = [];
  const images: ImageService = {
    status: async (name) => have.get(name),
    list: async () => [...have.values()],
    remove: async (name) => void have.delete(name),
    pull: async (name, auth) => {
      pulls.push(auth?.password);
      if (!accepted.includes(auth?.password)) throw unauthorized;
      have.set(name, { id: 'sha256:1', repoTags: [name], repoDigests: [], size: 42 });
      return 'sha256:1';
    },
  };
  const clock = new MovableClock(0, () => 0);
  const manager = new ImageManager({ clock, images, words: kubeletWords('v1.34.2') });
  const events: string[] = [];
  const ensure = async (
    options: { image?: string; policy?: PullPolicy; credentials?: AuthEntry[] } = {},
  ) => {
    events.length = 0;
    const outcome = await manager.ensure({
      podUid: 'u',
      container: {
        name: 'c',
        image: options.image ?? image,
        ...(options.policy ? { imagePullPolicy: options.policy } : {}),
      },
      credentials: async () => options.credentials ?? [],
      record: (type, reason, message) => events.push(`${type} ${reason} ${message}`),
    });
    return 'reason' in outcome ? outcome.reason : 'present';
  };
  return { ensure, events, pulls, clock, have };
}

describe('ImageManager', () => {
  it("pulls a missing image, with the kubelet's messages", async () => {
    const { ensure, events } = setUp();
    assert.equal(await ensure(), 'present');
    assert.equal(events[0], `Normal Pulling Pulling image "${image}"`);
    assert.match(
      events[1] ?? '',
      /^Normal Pulled Successfully pulled image ".*" in \d+m?s \(\d+m?s including waiting\)\. Image size: 42 bytes\.$/,
    );
  });

  it('uses an image that is present, unless the policy is Always', async () => {
    const { ensure, events, pulls } = setUp();
    await ensure();
    assert.equal(await ensure(), 'present');
    assert.deepEqual(events, [
      `Normal Pulled Container image "${image}" already present on machine`,
    ]);
    assert.equal(await ensure({ policy: 'Always' }), 'present');
    assert.equal(pulls.length, 2);
  });

  it('pulls nothing when the policy is Never', async () => {
    const { ensure, events, pulls } = setUp();
    assert.equal(await ensure({ policy: 'Never' }), 'ErrImageNeverPull');
    assert.deepEqual(events, [
      `Warning ErrImageNeverPull Container image "${image}" is not present with pull policy of Never`,
    ]);
    assert.deepEqual(pulls, []);
  });

  it('refuses a malformed name', async () => {
    const { ensure, events } = setUp();
    assert.equal(await ensure({ image: 'Team/App:v1' }), 'InvalidImageName');
    assert.match(
      events[0] ?? '',
      /^Warning InspectFailed Failed to apply default image tag "Team\/App:v1": couldn't parse image name/,
    );
  });

  it('backs off after a failure, 10 s and then twice as long', async () => {
    const { ensure, events, clock } = setUp([]);
    assert.equal(await ensure(), 'ErrImagePull');
    assert.deepEqual(events, [
      `Normal Pulling Pulling image "${image}"`,
      `Warning Failed Failed to pull image "${image}": ${unauthorized.message}`,
    ]);
    assert.equal(await ensure(), 'ImagePullBackOff');
    assert.deepEqual(events, [`Normal BackOff Back-off pulling image "${image}"`]);
    clock.advance(10_000);
    assert.equal(await ensure(), 'ErrImagePull');
    clock.advance(19_999);
    assert.equal(await ensure(), 'ImagePullBackOff');
    clock.advance(1);
    assert.equal(await ensure(), 'ErrImagePull');
  });

  const entry = (password: string) => ({ username: 'AWS', password });
  it('tries credentials in turn until one works', async () => {
    const { ensure, pulls } = setUp(['b']);
    assert.equal(await ensure({ credentials: [entry('a'), entry('b'), entry('c')] }), 'present');
    assert.deepEqual(pulls, ['a', 'b']);
  });

  it('is never anonymous when there are credentials, even wrong ones', async () => {
    const { ensure, pulls } = setUp([undefined]);
    assert.equal(await ensure({ credentials: [entry('stale')] }), 'ErrImagePull');
    assert.deepEqual(pulls, ['stale']);
  });
});
