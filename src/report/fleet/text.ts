import type { FleetAnswer, Group, Repair } from '../../chain/fleet/answer.ts';
import type { Style } from '../style.ts';
import { counted, expiryLines, likelihoodOf, radius, scopeOf, summaryOf } from './words.ts';

/** Most repairs of a group, commands of a repair, images and facts that are shown; JSON has all. */
const most = { repairs: 10, patches: 5, images: 10, needs: 10 };

/** The result for many pulls, for people: cause by cause, the most frequent first, each with its fix. */
export function renderFleetText(answer: FleetAnswer, style: Style): string {
  const { verdict, groups } = answer;
  const shade = { holds: style.good, broken: style.bad, unseen: style.warn }[verdict];
  return [
    style.bold(scopeOf(answer)),
    '',
    ...groups.flatMap((group) => groupLines(group, style)),
    ...expiring(answer, style),
    ...needed(answer, style),
    ...summaryOf(answer).map((line) => shade(`  ${line}`)),
    '',
  ].join('\n');
}

function groupLines(group: Group, style: Style): string[] {
  const { code, title, repairs, docs } = group;
  return [
    `  ${style.bad(code)} ${style.bold(title)}${style.dim(likelihoodOf(group))}`,
    `    ${style.dim('affects')}   ${radius(group)}`,
    ...repairs
      .slice(0, most.repairs)
      .flatMap((repair) => repairLines(repair, style, repairs.length > 1)),
    ...left(repairs.length, most.repairs, 'more of this cause', style),
    `    ${style.dim('more')}      ${docs}`,
    '',
  ];
}

function repairLines(
  { deciding, fix, patches, examples, ...rest }: Repair,
  style: Style,
  isOneOfMany: boolean,
): string[] {
  const further = rest.workloads - examples.length;
  const at = `${examples.join(', ')}${further > 0 ? ` and ${further} more` : ''}`;
  return [
    `    ${style.dim('because')}   ${deciding}`,
    `    ${style.dim('at')}        ${isOneOfMany ? `${radius(rest)} (${at})` : at}`,
    `    ${style.dim('fix')}       ${fix.text}`,
    ...(patches.length === 0
      ? []
      : [
          `    ${style.dim('run')}       ${fix.account === undefined ? '' : style.dim(`# as account ${fix.account}`)}`.trimEnd(),
          ...patches.slice(0, most.patches).map((patch) => `      ${patch}`),
          ...left(patches.length, most.patches, 'more commands like it', style),
        ]),
    ...(fix.risk === undefined ? [] : [`    ${style.warn('risk')}      ${fix.risk}`]),
  ];
}

function expiring(answer: FleetAnswer, style: Style): string[] {
  const lines = expiryLines(answer);
  if (lines.length === 0) return [];
  return [
    `  ${style.warn('Images that lifecycle rules will remove:')}`,
    ...lines.slice(0, most.images).map((line) => `    ${line}`),
    ...left(lines.length, most.images, 'more images', style),
    '',
  ];
}

function needed({ needs }: FleetAnswer, style: Style): string[] {
  if (needs.length === 0) return [];
  return [
    `  ${style.warn('Not seen:')}`,
    ...needs.slice(0, most.needs).map(({ fact, permission, pulls }) => {
      const of = pulls === 0 ? '' : ` (${counted(pulls, 'pull')})`;
      return `    ${fact}${of} ${style.dim(`needs ${permission}`)}`;
    }),
    ...left(needs.length, most.needs, 'more facts', style),
    '',
  ];
}

function left(all: number, shown: number, what: string, style: Style): string[] {
  return all > shown ? [`    ${style.dim(`${all - shown} ${what}: -o json has all`)}`] : [];
}
