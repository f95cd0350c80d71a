import { type Annotation, annotations } from './annotation.ts';
import type { Answer } from './answer.ts';
import { causesToShow } from './likely.ts';

/** A proof as annotations of a GitHub workflow: an error for each cause, a warning for unseen facts. */
export function renderGithub(title: string, answer: Answer): string {
  const { verdict, needs } = answer;
  if (verdict === 'holds') {
    return annotations([
      { level: 'notice', title, text: ['The pull works as far as it was checked.'] },
    ]);
  }
  const causes = causesToShow(answer).shown.map(
    ({ code, title: cause, deciding, fix, confidence }): Annotation => ({
      level: verdict === 'broken' && confidence === 1 ? 'error' : 'warning',
      title: `${code} ${cause}`,
      text: [
        `${title}: ${deciding.text}`,
        `Fix: ${fix.text}`,
        fix.risk && `Risk: ${fix.risk}`,
        fix.patch && `Run: ${fix.patch}`,
      ],
    }),
  );
  const isOpen = needs.length > 0 && verdict === 'unseen';
  const open = {
    level: 'warning',
    title: `${title}: cannot tell`,
    text: needs.map(({ fact, permission }) => `${fact}: needs ${permission}`),
  } as const;
  return annotations(isOpen ? [...causes, open] : causes);
}
