import type { Setting } from './records/emulator.ts';

/**
 * Between these the movable clock stays, in milliseconds since the epoch: all that is reckoned from it, decades of
 * validity included, is then a time that every format has.
 */
const earliest = Date.parse('2000-01-01T00:00:00Z');
const latest = Date.parse('2200-01-01T00:00:00Z');

export const possibleTimes = 'between 2000-01-01 and 2200-01-01';

export function isPossibleTime(time: number): boolean {
  return time >= earliest && time < latest;
}

interface Settings {
  get(key: string): Setting | undefined;
  put(key: string, setting: Setting): void;
  delete(key: string): unknown;
}

/**
 * The offset that was kept from an earlier run, in milliseconds. One that leads to no possible time is set aside, and
 * the clock runs with the machine's.
 * @param tell takes what to say about it.
 */
export function keptOffset(settings: Settings, now: number, tell: (line: string) => void): number {
  const kept = settings.get('clock-offset');
  if (kept === undefined) return 0;
  const offset = kept.value.trim() === '' ? Number.NaN : Number(kept.value);
  if (isPossibleTime(now + offset)) return offset;
  settings.put('clock-offset-set-aside', kept);
  settings.delete('clock-offset');
  tell(
    `the clock's offset of ${JSON.stringify(kept.value.slice(0, 40))} ms does not give a time ${possibleTimes}; it is ignored, and the clock shows the machine's time`,
  );
  return 0;
}
