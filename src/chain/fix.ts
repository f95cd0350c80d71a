import { accountOfChange, advice, type Change, commandsOf } from '../actions/index.ts';
import type { Deciding, Fix, PlannedFix } from './proof.ts';

/** A fix as it is given out: each change with its reason and risk, and the command that makes them all. */
export function fixOf({ text, changes: planned = [], risk }: PlannedFix, deciding: Deciding): Fix {
  const facts = { reason: deciding.text, ...(risk === undefined ? {} : { risk }) };
  const changes = planned.map((change): Change => ({ ...change, ...facts }));
  if (changes.length === 0) changes.push(advice(text));
  const patch = commandsOf(changes);
  const account = changes.map(accountOfChange).find((one) => one !== undefined);
  const region = changes.flatMap((change) => ('region' in change ? [change.region] : [])).at(0);
  return {
    text,
    ...(patch === undefined ? {} : { patch }),
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(risk === undefined ? {} : { risk }),
    changes,
  };
}
