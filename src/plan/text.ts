import { commandOf, diffOf } from '../actions/index.ts';
import type { ResourceChange } from './diff/types.ts';
import type { Plan } from './plan.ts';
import type { ProvenPull } from './proofs/prove-declared.ts';

/** Marks and colours, as the reports have them. */
export interface Marks {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
}

const signs = { create: '+', update: '~', replace: '-/+', delete: '-' } as const;

/** A plan in the manner of `terraform plan`: what changes and why, what it risks, and whether the declared pulls work then. */
export function planText(
  { graph, changes, pulls, calls }: Plan,
  marks: Marks,
  unchanged = 'No changes: everything is as the spec says.',
): string {
  const lines = [
    ...changes.flatMap((one) => [...changeLines(one, marks), '']),
    changes.length === 0 ? unchanged : summary(changes),
    ...riskLines(changes, marks),
    '',
    marks.bold(`Declared pulls after this plan (${pulls.length}):`),
    ...pulls.flatMap((one) => pullLines(one, marks)),
    '',
    marks.dim(`Looked at ${graph.accounts.length} accounts with ${calls} requests.`),
  ];
  return `${lines.join('\n')}\n`;
}

export function changeLines(change: ResourceChange, marks: Marks): string[] {
  const { action, address, reason, attributes, risk, steps } = change;
  const colour = { create: marks.good, update: marks.warn, replace: marks.bad, delete: marks.bad };
  const width = Math.max(0, ...attributes.map(({ name }) => name.length));
  const shown = attributes.filter(({ before, after }) => (before ?? after) !== undefined);
  return [
    `${colour[action](`${signs[action]} ${action} ${address}`)}  ${marks.dim(`# ${reason}`)}`,
    ...shown.map(
      ({ name, before, after, reason: why }) =>
        `    ${name.padEnd(width)} = ${before === undefined ? '(none)' : before} -> ${after}  ${marks.dim(`# ${why}`)}`,
    ),
    ...(action === 'update' ? steps.flatMap((step) => documentLines(diffOf(step), marks)) : []),
    ...(action === 'create'
      ? []
      : risk.map(({ kind, text }) => `    ${marks.bad(`! ${kind}`)}: ${text}`)),
  ];
}

function documentLines(lines: readonly string[] | undefined, marks: Marks): string[] {
  return (lines ?? []).map((line) => {
    if (line.startsWith('-')) return `    ${marks.bad(line)}`;
    return `    ${line.startsWith('+') ? marks.good(line) : line}`;
  });
}

function summary(changes: readonly ResourceChange[]): string {
  const count = (action: ResourceChange['action']) =>
    changes.filter((one) => one.action === action).length;
  return `Plan: ${count('create')} to create, ${count('update')} to change, ${count('replace')} to replace, ${count('delete')} to delete.`;
}

function riskLines(changes: readonly ResourceChange[], marks: Marks): string[] {
  const risky = changes.filter(({ risk }) => risk.length > 0);
  if (risky.length === 0) return [];
  return [marks.bad(`Risky: ${risky.map(({ address }) => address).join(', ')}`)];
}

function pullLines({ who, image, verdict, causes, needs }: ProvenPull, marks: Marks): string[] {
  const sign = { holds: marks.good('✓'), broken: marks.bad('✗'), unseen: marks.warn('?') }[verdict];
  return [
    `  ${sign} ${who} pulls ${image}: ${verdict === 'holds' ? 'will work' : verdict}`,
    ...causes.map(({ code, title, text }) => `      ${code} ${title}: ${text}`),
    ...needs.map(({ fact, permission }) => `      not seen: ${fact} (${permission})`),
  ];
}

/** The commands that make a change, for those who want to make it themselves. */
export function commandLines({ steps }: ResourceChange): string[] {
  return steps.flatMap((step) => commandOf(step) ?? []);
}

/** A plan as the contract has it: see docs/spec.md. */
export function planJson({ changes, pulls, calls }: Plan): object {
  return {
    changes: changes.map(changeJson),
    pulls: pulls.map(({ who, image, verdict, causes }) => ({
      who,
      image,
      verdict,
      causes: causes.map(({ code }) => code),
    })),
    calls,
  };
}

export function changeJson({
  address,
  account,
  region,
  action,
  risk,
  reason,
}: ResourceChange): object {
  return {
    address,
    account,
    region: region ?? null,
    action,
    risk: risk.map(({ kind, text }) => `${kind}: ${text}`),
    reason,
  };
}
