import type { FleetAnswer, Group } from '../../chain/fleet/answer.ts';
import { type Annotation, annotations } from '../annotation.ts';
import { expiryLines, radius, scopeOf, summaryOf } from './words.ts';

/** Most annotations of a kind that a step may create (GitHub, "Limits for workflow commands"). */
const mostOfAKind = 10;
/** Most commands and facts in an annotation. */
const most = { patches: 3, needs: 5 };

/** Many pulls as annotations of a GitHub workflow: one for each cause; causes that fail pulls now are errors. */
export function renderFleetGithub(answer: FleetAnswer): string {
  const { verdict, groups, needs } = answer;
  const causes = groups.map(ofGroup);
  const expiring = expiryLines(answer);
  const others: Annotation[] = [
    ...(expiring.length === 0
      ? []
      : [
          {
            level: 'warning' as const,
            title: 'Images that lifecycle rules will remove',
            text: expiring.slice(0, most.needs),
          },
        ]),
    ...(verdict === 'unseen'
      ? [
          {
            level: 'warning' as const,
            title: 'Not every fact was seen',
            text: needs
              .slice(0, most.needs)
              .map(({ fact, permission }) => `${fact}: needs ${permission}`),
          },
        ]
      : []),
    { level: 'notice', title: scopeOf(answer), text: summaryOf(answer) },
  ];
  const all = [...causes, ...others];
  return annotations(
    (['error', 'warning', 'notice'] as const).flatMap((level) =>
      all.filter((one) => one.level === level).slice(0, mostOfAKind),
    ),
  );
}

function ofGroup(group: Group): Annotation {
  const { code, title, now, confidence, repairs } = group;
  return {
    level: now > 0 && confidence === 1 ? 'error' : 'warning',
    title: `${code} ${title}`,
    text: [
      radius(group),
      ...repairs
        .slice(0, most.patches)
        .flatMap(({ deciding, fix, patches, examples }) => [
          `${deciding} (${examples.join(', ')})`,
          `Fix: ${fix.text}`,
          fix.risk && `Risk: ${fix.risk}`,
          ...patches.slice(0, most.patches).map((patch) => `Run: ${patch}`),
        ]),
    ],
  };
}
