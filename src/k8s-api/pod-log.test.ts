// `kubectl logs`: the texts of the API server and the kubelet for containers that did not start.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { podLog } from './pod-log.ts';
import type { ContainerState, Pod } from './types.ts';

const unstarted = {
  image: 'app',
  imageID: '',
  ready: false,
  started: false,
  restartCount: 0,
  lastState: {},
};

const pod = (...containers: [string, ContainerState?][]): Pod => ({
  metadata: { name: 'web' },
  spec: { containers: containers.map(([name]) => ({ name, image: 'app' })) },
  status: {
    containerStatuses: containers.flatMap(([name, state]) =>
      state === undefined ? [] : [{ ...unstarted, name, state }],
    ),
  },
});
const waiting = (reason: string): ContainerState => ({ waiting: { reason } });
const log = (of: Pod, query = '') => podLog(of, new URLSearchParams(query));
const refusal = (message: string) => ({ reason: 'BadRequest', message });

describe('The log of a pod', () => {
  it('is refused with the kubelet’s text while its image cannot be pulled', () => {
    const start = 'container "c" in pod "web" is waiting to start: ';
    const texts: [ContainerState | undefined, string][] = [
      [waiting('ErrImagePull'), "image can't be pulled"],
      [waiting('ImagePullBackOff'), 'trying and failing to pull image'],
      [waiting('ErrImageNeverPull'), 'ErrImageNeverPull'],
      [undefined, 'ContainerCreating'],
    ];
    for (const [state, text] of texts) {
      assert.throws(() => log(pod(['c', state])), refusal(start + text));
    }
  });

  it('of a running container is refused, because the emulated node runs no processes', () => {
    const running = { running: { startedAt: '2026-01-01T00:00:00Z' } };
    const none = {
      reason: 'BadRequest',
      message: /^logs is not possible: the containers of pod "web" do not really run, .*docker/,
    };
    assert.throws(() => log(pod(['c', running])), none);
    assert.throws(
      () => log(pod(['c', running], ['d', waiting('ErrImagePull')]), 'container=c'),
      none,
    );
  });

  it('requires the name of a container of the pod', () => {
    assert.throws(
      () => log(pod(['c'], ['d'])),
      refusal('a container name must be specified for pod web, choose one of: [c d]'),
    );
    assert.throws(
      () => log(pod(['c']), 'container=x'),
      refusal('container x is not valid for pod web'),
    );
  });
});
