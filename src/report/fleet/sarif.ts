import type { FleetAnswer, Group, PullAnswer } from '../../chain/fleet/answer.ts';
import { type SarifRule, sarifLog } from '../sarif-log.ts';
import { nameOf } from './words.ts';

/**
 * Most results that code hosts accept for a run (GitHub, "SARIF support for code scanning"); those that fail
 * now come first.
 */
const mostResults = 25_000;
const urgency = ['now', 'restart', 'reschedule', undefined];

/**
 * Many pulls in the Static Analysis Results Interchange Format: a result for each failing or possibly failing
 * pull and each of its causes; a notification of the run for unseen facts.
 */
export function renderFleetSarif({ pulls, groups, needs }: FleetAnswer, version: string): string {
  const at = new Map(groups.map((group, index) => [group.code, { group, index }]));
  const results = pulls
    .toSorted((a, b) => urgency.indexOf(a.fails) - urgency.indexOf(b.fails))
    .flatMap((pull) =>
      pull.causes.flatMap((code) => {
        const found = at.get(code);
        return found === undefined ? [] : [result(pull, found.group, found.index)];
      }),
    );
  return sarifLog({
    version,
    rules: groups.map(rule),
    results: results.slice(0, mostResults),
    needs,
  });
}

function rule({ code, catalogue, title, fix, docs }: Group): SarifRule {
  return {
    id: code,
    name: catalogue,
    shortDescription: { text: title },
    help: { text: `${fix.text} (${docs})` },
  };
}

function result(
  pull: PullAnswer,
  { code, catalogue, title, confidence, fix }: Group,
  ruleIndex: number,
): object {
  const { namespace, workload, image, fails, verdict } = pull;
  const name = nameOf(pull);
  return {
    ruleId: code,
    ruleIndex,
    level: levelOf(pull),
    message: { text: `${name} cannot pull ${image}: ${title}\nFix: ${fix.text}` },
    locations: [
      {
        logicalLocations: [
          {
            name: workload,
            fullyQualifiedName: `${namespace}/${workload} ${name}`,
            kind: 'resource',
          },
        ],
      },
    ],
    properties: { catalogue, confidence, verdict, ...(fails === undefined ? {} : { fails }) },
  };
}

/** A pull whose container still runs is a warning. */
function levelOf({ verdict, fails }: PullAnswer): string {
  if (verdict !== 'broken') return 'note';
  return fails === 'now' ? 'error' : 'warning';
}
