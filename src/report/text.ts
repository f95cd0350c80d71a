import { isOfNodeWay } from '../chain/node-way.ts';
import type { CauseFound, LinkOutcome } from '../chain/proof.ts';
import { worthAsking } from '../symptoms/suspicions.ts';
import type { Answer } from './answer.ts';
import { causesToShow, isProven } from './likely.ts';
import type { Style } from './style.ts';

/**
 * A proof for people: one line a link, in the order of the chain, with a mark and the deciding fact; then each
 * cause with what decided it and its fix, and the unseen facts. A pull that holds has the lines only.
 */
export function renderText(title: string, answer: Answer, style: Style): string {
  const width = Math.max(...answer.links.map(({ link }) => link.length));
  const lines = answer.links.map(
    ({ link, status, fact }) =>
      `  ${mark(status, style)} ${link.padEnd(width)}  ${shade(status, fact, style)}`,
  );
  return [
    style.bold(title),
    ...lines,
    '',
    ...renderCauses(answer, style),
    ...renderNeeds(answer, style),
    verdict(answer, style),
    '',
  ].join('\n');
}

function mark(status: LinkOutcome['status'], style: Style): string {
  switch (status) {
    case 'holds':
      return style.good('✓');
    case 'broken':
      return style.bad('×');
    case 'unseen':
      return style.warn('?');
    case 'skipped':
      return style.dim('·');
  }
}

function shade(status: LinkOutcome['status'], fact: string, style: Style): string {
  return status === 'skipped' ? style.dim(fact) : fact;
}

function renderCauses(answer: Answer, style: Style): string[] {
  const { shown, others } = causesToShow(answer);
  return [
    ...shown.flatMap((cause) => renderCause(cause, style)),
    ...(others.length === 0
      ? []
      : [`  ${style.dim(`Less likely: ${others.join(', ')} (hawser explain CODE)`)}`, '']),
  ];
}

function renderCause(cause: CauseFound, style: Style): string[] {
  const { code, title, confidence, deciding, fix, docs } = cause;
  const statement = deciding.statement;
  const where =
    statement === undefined
      ? []
      : [
          `    ${style.dim('statement')} ${statement.statement + 1}${statement.sid === undefined ? '' : ` "${statement.sid}"`}${statement.line === undefined ? '' : `, line ${statement.line}`}`,
        ];
  const likelihood = confidence === 1 ? '' : style.dim(` (${Math.round(confidence * 100)} %)`);
  return [
    `  ${style.bad(code)} ${style.bold(title)}${likelihood}`,
    // A message that makes several causes likely is shown above, at the link.
    ...(confidence === 1 ? [`    ${style.dim('because')}   ${deciding.text}`] : []),
    ...where,
    ...(deciding.message === undefined
      ? []
      : [`    ${style.dim('predicted')} ${deciding.message}`]),
    `    ${style.dim('fix')}       ${fix.text}`,
    ...(fix.patch === undefined
      ? []
      : [
          `    ${style.dim('run')}       ${fix.account === undefined ? '' : style.dim(`# as account ${fix.account}`)}`,
          `      ${fix.patch}`,
        ]),
    ...(fix.risk === undefined ? [] : [`    ${style.warn('risk')}      ${fix.risk}`]),
    `    ${style.dim('more')}      ${docs}`,
    '',
  ];
}

function renderNeeds(answer: Answer, style: Style): string[] {
  const { needs } = answer;
  if (needs.length === 0) return [];
  return [
    `  ${style.warn(headingOf(answer))}`,
    ...needs.map(({ fact, permission }) =>
      answer.verdict === 'holds'
        ? `    ${fact}`
        : `    ${fact} ${style.dim(`needs ${permission}`)}`,
    ),
    '',
  ];
}

function headingOf(answer: Answer): string {
  if (answer.verdict === 'holds') return 'Not checked:';
  return isProven(answer) ? 'Not seen:' : 'What would tell them apart:';
}

function verdict(answer: Answer, style: Style): string {
  const { verdict: found, causes, needs, runs } = answer;
  const [first] = causes;
  const subject = runs ? 'The container runs. Its next pull' : 'The pull';
  if (first !== undefined && !isProven(answer) && found === 'broken') {
    return style.bad(
      first.confidence < worthAsking
        ? `  ${subject} fails. No message makes any of the causes likely.`
        : `  ${subject} fails, most likely because ${first.title}.`,
    );
  }
  switch (found) {
    case 'holds':
      return style.good(
        needs.length === 0
          ? '  The pull works: every link holds.'
          : '  The pull works as far as it was checked: every link above holds.',
      );
    case 'broken':
      return style.bad(`  ${subject} fails: ${brokenOf(answer)}.`);
    case 'unseen':
      return style.warn(
        `  Cannot tell: ${needs.length} ${needs.length === 1 ? 'fact was' : 'facts were'} not seen.${first === undefined ? '' : ` If ${runs ? 'its next pull' : 'the pull'} fails, most likely because ${first.title}.`}`,
      );
  }
}

/** A pull Secret is a cause only beside the node's own way to pull: of these two one is enough. */
function brokenOf({ links, causes }: Answer): string {
  const names = links.filter(({ status }) => status === 'broken').map(({ link }) => link);
  const ofNode = names.filter((name) => isOfNodeWay(name));
  const told = names.length === 1 ? 'one link is broken' : `${names.length} links are broken`;
  if (ofNode.length === 0 || !causes.some(({ code }) => ofSecrets.has(code))) return told;
  const others = names.filter((name) => name !== 'pod-spec' && !ofNode.includes(name));
  const besides = others.length === 0 ? '' : `. Mend ${others.join(' and ')} as well`;
  return `${told}. The pull needs one working way to log in: mend pod-spec, or mend ${ofNode.join(' and ')}${besides}`;
}

const ofSecrets = new Set(['HW0202', 'HW0203', 'HW0204', 'HW0205']);
