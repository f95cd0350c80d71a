import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { MovableClock } from './clock.ts';

const hour = 3_600_000;

describe('MovableClock', () => {
  it("runs with the machine's clock, shifted by its offset", () => {
    const clock = new MovableClock(hour, () => 1000);
    assert.equal(clock.now(), hour + 1000);
    clock.advance(hour);
    assert.equal(clock.now(), 2 * hour + 1000);
    clock.set(5000);
    assert.deepEqual([clock.now(), clock.offset], [5000, 4000]);
  });

  it('wakes sleepers when it is moved past their time, and no earlier', async () => {
    const clock = new MovableClock(0, () => 0);
    let awake = false;
    const sleeping = clock.sleep(12 * hour).then(() => {
      awake = true;
    });
    clock.advance(11 * hour);
    await Promise.resolve();
    assert.equal(awake, false);
    clock.advance(hour);
    await sleeping;
    assert.equal(awake, true);
  });

  it('sleeps in real time when nobody moves it', async () => {
    mock.timers.enable({ apis: ['Date', 'setTimeout'] });
    try {
      let awake = false;
      const sleeping = new MovableClock().sleep(20).then(() => {
        awake = true;
      });
      mock.timers.tick(19);
      await Promise.resolve();
      assert.equal(awake, false);
      mock.timers.tick(1);
      await sleeping;
      assert.equal(awake, true);
    } finally {
      mock.timers.reset();
    }
  });

  it('ends a sleep with the reason of its signal', async () => {
    const stop = new AbortController();
    const sleeping = new MovableClock().sleep(hour, stop.signal);
    stop.abort(new Error('stopped'));
    await assert.rejects(sleeping, /stopped/);
    await assert.rejects(new MovableClock().sleep(hour, stop.signal), /stopped/);
  });
});
