import { type Case, healed } from './cause-case.ts';

const throttled = /429 Too Many Requests|toomanyrequests/;

/** The causes of requests over a quota. */
export const throttlingCases: readonly Case[] = [
  { cause: 'HW2101', place: 1, says: throttled },
  { cause: 'HW2102', place: 1, says: throttled, unpulled: true },
  { cause: 'HW2104', place: 2, says: throttled, mend: healed('HW2104') },
];
