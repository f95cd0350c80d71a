import type { FleetAnswer, PullAnswer } from '../../chain/fleet/answer.ts';
import { element } from '../xml.ts';
import { scopeOf, whenOf } from './words.ts';

/**
 * Many pulls as a JUnit report: a suite for each namespace, a case for each pull. An unseen fact is an error,
 * since nothing was proven.
 */
export function renderFleetJunit(answer: FleetAnswer): string {
  const byNamespace = Map.groupBy(answer.pulls, ({ namespace }) => namespace);
  const suites = [...byNamespace].map(([namespace, pulls]) => suite(namespace, pulls, answer));
  const needed = answer.needs
    .map(({ fact, permission }) => `${fact}: needs ${permission}`)
    .join('\n');
  const last =
    needed === ''
      ? ''
      : element(
          'testsuite',
          { name: 'not seen', tests: 0 },
          element('system-out', {}, needed),
          true,
        );
  const name = `hawser doctor: ${scopeOf(answer)}`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name }, suites.join('') + last, true)}`;
}

function suite(name: string, pulls: readonly PullAnswer[], answer: FleetAnswer): string {
  const cases = pulls.map((pull) => testcase(pull, answer)).join('');
  const count = (verdict: string) => pulls.filter((pull) => pull.verdict === verdict).length;
  return element(
    'testsuite',
    { name, tests: pulls.length, failures: count('broken'), errors: count('unseen'), skipped: 0 },
    cases,
    true,
  );
}

function testcase(pull: PullAnswer, { groups }: FleetAnswer): string {
  const { namespace, workload, pod, container, verdict, image, causes } = pull;
  const found = groups.filter(({ code }) => causes.includes(code));
  const lines = [
    image,
    when(pull),
    ...found.flatMap(({ code, title, fix, docs }) => [`${code} ${title}`, fix.text, docs]),
  ];
  const outcome = {
    holds: '',
    broken: element(
      'failure',
      { type: causes[0] ?? 'unknown', message: found[0]?.title ?? 'the pull fails' },
      lines.filter(Boolean).join('\n'),
    ),
    unseen: element(
      'error',
      { type: 'unseen', message: 'not every fact was seen' },
      lines.filter(Boolean).join('\n'),
    ),
  }[verdict];
  return element(
    'testcase',
    { classname: `${namespace}/${workload}`, name: `${pod}/${container}` },
    outcome,
    true,
  );
}

function when({ fails }: PullAnswer): string {
  if (fails === undefined) return '';
  const none = { pulls: 1, workloads: 1, now: 0, restart: 0, reschedule: 0 };
  return `fails ${whenOf({ ...none, [fails]: 1 }).replace(/^1 /, '')}`;
}
