import type { CauseFound } from '../chain/proof.ts';
import type { Answer } from './answer.ts';

/**
 * A proof as a JUnit report: a test case for each link. What was not seen is an error, since nothing was proven; what
 * is behind a broken link is skipped. A text has one case for all that it tells of.
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

/** A case may fail once only: with the likeliest cause. */
function failure(fact: string, cause: CauseFound | undefined): string {
  if (cause === undefined) return element('failure', { message: fact });
  const { code, title, deciding, fix, docs } = cause;
  const lines = [deciding.text, deciding.message, fix.text, fix.risk, fix.patch, docs];
  return element('failure', { type: code, message: title }, lines.filter(Boolean).join('\n'));
}

function toLine({ fact, permission }: Answer['needs'][number]): string {
  return `${fact}: needs ${permission}`;
}

/** @param isMarkup the content is elements, not text. */
function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content = '',
  isMarkup = false,
): string {
  const given = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(`${value}`)}"`,
  );
  const inner = isMarkup ? content : escaped(content);
  const start = `<${name}${given.join('')}`;
  return inner === '' ? `${start}/>\n` : `${start}>${isMarkup ? '\n' : ''}${inner}</${name}>\n`;
}

const control = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Text for XML 1.0, which has no place for most control characters. */
function escaped(text: string): string {
  return text
    .replaceAll(control, '�')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
