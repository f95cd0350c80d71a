import type { CauseFound } from '../chain/proof.ts';
import type { Answer } from './answer.ts';
import { causesToShow, isProven } from './likely.ts';
import { cell, escaped, fenced } from './markup.ts';

const marks = { holds: '✅', broken: '❌', unseen: '❔', skipped: '·' } as const;

const verdicts = {
  holds: 'The pull works as far as it was checked: every link holds.',
  broken: 'The pull fails.',
  unseen: 'Cannot tell: not every fact was seen.',
} as const;

/** A proof for a pull request or a ticket: a table of the links, each cause with its fix, and the unseen facts. */
export function renderMarkdown(title: string, answer: Answer): string {
  const { verdict, links, needs } = answer;
  const { shown, others } = causesToShow(answer);
  return [
    `### ${escaped(title)}`,
    '',
    `**${verdicts[verdict]}**`,
    '',
    ...(links.length === 0 ? [] : ['| | link | fact |', '|---|---|---|']),
    ...links.map(({ link, status, fact }) => `| ${marks[status]} | ${link} | ${cell(fact)} |`),
    ...shown.flatMap(section),
    ...(others.length === 0 ? [] : ['', `Less likely: ${others.join(', ')}`]),
    ...(needs.length === 0
      ? []
      : ['', isProven(answer) ? '**Not seen**' : '**What would tell them apart**', '']),
    ...needs.map(({ fact, permission }) => `- ${escaped(fact)}: needs ${escaped(permission)}`),
    '',
  ].join('\n');
}

function section({ code, title, confidence, deciding, fix, docs }: CauseFound): string[] {
  const likelihood = confidence === 1 ? '' : ` (${Math.round(confidence * 100)} %)`;
  return [
    '',
    `#### ${code}: ${escaped(title)}${likelihood}`,
    '',
    `- because: ${escaped(deciding.text)}`,
    ...(deciding.message === undefined
      ? []
      : [`- predicted answer of AWS: ${escaped(deciding.message)}`]),
    `- fix: ${escaped(fix.text)}`,
    ...(fix.risk === undefined ? [] : [`- risk: ${escaped(fix.risk)}`]),
    ...(fix.patch === undefined ? [] : ['', ...fenced(fix.patch)]),
    `- more: ${escaped(docs)}`,
  ];
}
