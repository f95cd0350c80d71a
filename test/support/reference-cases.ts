// The cases of causes in what a pod names.
import { anonymous, type Case, denied, healed, nowhere } from './cause-case.ts';
import { shared } from './local.ts';

export const referenceCases: readonly Case[] = [
  {
    cause: 'HW0101',
    place: 1,
    says: /InvalidImageName|couldn't parse image/,
    podFromFault: true,
    podFromFix: true,
  },
  {
    cause: 'HW0103',
    place: 1,
    says: /not found/,
    podFromFault: true,
    podFromFix: true,
    mend: async (local) => void (await local.push('latest')),
  },
  {
    cause: 'HW0104',
    place: 14,
    says: /not found/,
    podFromFault: true,
    podFromFix: true,
    lookedAtFrom: shared,
  },
  { cause: 'HW0105', place: 2, says: nowhere, podFromFault: true, podFromFix: true },
  { cause: 'HW0106', place: 1, says: nowhere, podFromFault: true, mend: async () => undefined },
  { cause: 'HW0107', place: 1, says: nowhere, podFromFault: true, podFromFix: true },
  { cause: 'HW0109', place: 1, says: anonymous, podFromFault: true, podFromFix: true },
  { cause: 'HW0110', place: 0, says: denied, podFromFault: true, podFromFix: true },
  {
    cause: 'HW0111',
    place: 1,
    says: /not found/,
    podFromFault: true,
    podFromFix: true,
    mend: healed('HW0111'),
  },
  { cause: 'HW0112', place: 6, says: /not found/, podFromFault: true, podFromFix: true },
  {
    cause: 'HW0114',
    place: 1,
    says: /InvalidImageName|couldn't parse image/,
    podFromFault: true,
    podFromFix: true,
    mend: healed('HW0114'),
  },
  {
    cause: 'HW0201',
    place: 1,
    says: /ErrImageNeverPull|is not present with pull policy of Never/,
    podFromFault: true,
    podFromFix: true,
    unpulled: true,
  },
];
