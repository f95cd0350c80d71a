import { operatorOf } from '../condition/operator.ts';
import type { ConditionEntry } from './model.ts';

const epochLimit = 9223372036854775807n;

/** True when every value under a Date operator is a date or an epoch that IAM's parser accepts. */
export function checkConditionDates(conditions: readonly ConditionEntry[]): boolean {
  return conditions
    .filter(({ operator }) => operatorOf(operator)?.comparison.startsWith('Date'))
    .every(({ values }) => values.every(isLegacyDate));
}

/**
 * IAM's check when a policy is stored is less strict than the format it compares with: parts may be short, the
 * zone may be missing, and the year may be far off.
 */
function isLegacyDate(value: string): boolean {
  const text = value.toLowerCase();
  if (!text.includes('t') && !text.includes('-')) {
    return /^\d+$/.test(text) && BigInt(text) <= epochLimit;
  }
  const [date = '', time = ''] = split(text, 't');
  return isDate(date) && isTime(time);
}

function isDate(date: string): boolean {
  const before = date.startsWith('-');
  const [year = '', month, day, ...rest] = (before ? date.slice(1) : date).split('-');
  const years = before ? 292275054 : 292278993;
  return (
    rest.length === 0 &&
    within(year, 0, years) &&
    (month === undefined || within(month, 1, 12)) &&
    (day === undefined || within(day, 1, 31))
  );
}

function isTime(time: string): boolean {
  if (time === '') return true;
  const zone = time.indexOf('+');
  const clock = zone === -1 ? time : time.slice(0, zone);
  if (zone !== -1 && !/^([01]\d|2[0-3])(:\d\d)?$/.test(time.slice(zone + 1))) return false;
  const [hours = '', minutes, rest] = clock.replace(/z$/, '').split(':');
  if (!within(hours, 0, 23)) return false;
  if (minutes !== undefined && !within(minutes, 0, 59)) return false;
  if (rest === undefined) return true;
  const [seconds = '', fraction] = split(rest, '.');
  return within(seconds, 0, 59) && (fraction === undefined || within(fraction, 0, 999_999_999));
}

function within(text: string, least: number, most: number): boolean {
  return /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
}

function split(text: string, at: string): [string, string | undefined] {
  const index = text.indexOf(at);
  return index === -1 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}
