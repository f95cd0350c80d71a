import type { CauseEntry } from '../cause-entry.ts';
import { shows } from '../shows.ts';

export const token: readonly CauseEntry[] = [
  {
    number: 1,
    title: 'the clock is wrong, so signatures are refused',
    fix: 'Repair time synchronization, for example with 169.254.169.123.',
    shows: shows.clock,
  },
  {
    number: 2,
    title: 'the token is of another Region',
    fix: 'Log in to the Region of the host.',
    shows: shows.denial,
  },
  {
    number: 3,
    title: 'too many tokens are asked for at once',
    fix: 'Stagger the start of nodes, or have the quota raised.',
    shows: shows.quotas,
  },
  {
    number: 4,
    title: 'the user name is not AWS',
    fix: 'Log in as user AWS.',
    shows: shows.secret,
  },
  {
    number: 5,
    title: 'a token of the other account was asked for',
    fix: 'Take a token of the own account: it opens every registry that the caller may read.',
    shows: shows.denial,
  },
  {
    number: 6,
    title: "the machine's credential store does not keep the token",
    fix: 'Use a credential helper for the registry (credHelpers), which stores nothing, or take credsStore out of the docker configuration.',
    shows: shows.buildLog,
    notOurs: 'it is of the machine on which somebody logs in',
  },
];
