import type { FleetAnswer, Group, Repair } from '../../chain/fleet/answer.ts';
import { cell, escaped, fenced } from '../markup.ts';
import { expiryLines, likelihoodOf, radius, scopeOf, summaryOf } from './words.ts';

/** Most repairs of a group, commands of a repair, and facts that are shown; JSON has all. */
const most = { repairs: 10, patches: 5, needs: 20 };

/** The result for many pulls, for a ticket: a table of the causes, each with its fix, and the unseen facts. */
export function renderFleetMarkdown(answer: FleetAnswer): string {
  const { groups, needs } = answer;
  const expiring = expiryLines(answer);
  return [
    `### ${escaped(scopeOf(answer))}`,
    '',
    ...summaryOf(answer).map((line) => `- **${escaped(line)}**`),
    '',
    ...(groups.length === 0 ? [] : ['| cause | | affects |', '|---|---|---|']),
    ...groups.map((group) => `| ${group.code} | ${cell(group.title)} | ${cell(radius(group))} |`),
    ...groups.flatMap(section),
    ...(expiring.length === 0 ? [] : ['', '**Images that lifecycle rules will remove**', '']),
    ...expiring.map((line) => `- ${escaped(line)}`),
    ...(needs.length === 0 ? [] : ['', '**Not seen**', '']),
    ...needs
      .slice(0, most.needs)
      .map(({ fact, permission }) => `- ${escaped(fact)}: needs ${escaped(permission)}`),
    ...left(needs.length, most.needs, 'facts'),
    '',
  ].join('\n');
}

function section(group: Group): string[] {
  const { code, title, repairs, docs } = group;
  return [
    '',
    `#### ${code}: ${escaped(title)}${likelihoodOf(group)}`,
    '',
    ...repairs.slice(0, most.repairs).flatMap(repairLines),
    ...left(repairs.length, most.repairs, 'of this cause'),
    `- more: ${escaped(docs)}`,
  ];
}

function repairLines({ deciding, fix, patches, examples, ...rest }: Repair): string[] {
  return [
    `- because: ${escaped(deciding)}`,
    `- affects: ${escaped(radius(rest))}, such as ${escaped(examples.join(', '))}`,
    `- fix: ${escaped(fix.text)}`,
    ...(fix.risk === undefined ? [] : [`- risk: ${escaped(fix.risk)}`]),
    ...(patches.length === 0 ? [] : ['', ...fenced(patches.slice(0, most.patches).join('\n'))]),
    ...left(patches.length, most.patches, 'commands'),
  ];
}

function left(all: number, shown: number, what: string): string[] {
  return all > shown ? [`- ${all - shown} more ${what}: \`-o json\` has all`] : [];
}
