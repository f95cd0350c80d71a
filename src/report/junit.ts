import type { CauseFound } from '../chain/proof.ts';
import type { Answer } from './answer.ts';
import { element } from './xml.ts';

/**
 * A proof as a JUnit report: a test case for each link. An unseen fact is an error, since nothing was proven;
 * links after a broken one are skipped. A text has one case in total.
 */
export function renderJunit(title: string, { links, causes, needs }: Answer): string {
  const cases = links.map(({ link, status, fact }) => {
    const outcome = {
      holds: '',
      broken: failure(
        fact,
        causes.find((cause) => cause.link === link),
      ),
      unseen: element('error', { type: 'unseen', message: fact }),
      skipped: element('skipped', { message: fact }),
    }[status];
    return element('testcase', { classname: title, name: link }, outcome, true);
  });
  const needed = needs.length === 0 ? '' : element('system-out', {}, needs.map(toLine).join('\n'));
  const count = (status: string): number => links.filter((link) => link.status === status).length;
  const suite = {
    name: title,
    tests: links.length,
    failures: count('broken'),
    errors: count('unseen'),
    skipped: count('skipped'),
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="hawser doctor">\n${element('testsuite', suite, cases.join('') + needed, true)}</testsuites>\n`;
}

/** A case may have one failure only: the likeliest cause. */
function failure(fact: string, cause: CauseFound | undefined): string {
  if (cause === undefined) return element('failure', { message: fact });
  const { code, title, deciding, fix, docs } = cause;
  const lines = [deciding.text, deciding.message, fix.text, fix.risk, fix.patch, docs];
  return element('failure', { type: code, message: title }, lines.filter(Boolean).join('\n'));
}

function toLine({ fact, permission }: Answer['needs'][number]): string {
  return `${fact}: needs ${permission}`;
}
