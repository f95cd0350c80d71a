import type { CauseFound } from '../chain/proof.ts';
import type { Answer } from './answer.ts';
import { type SarifRule, sarifLog } from './sarif-log.ts';

/**
 * A proof in the Static Analysis Results Interchange Format, which code hosts show. Each cause is a result;
 * unseen facts are notifications of the run. Source: SARIF 2.1.0, OASIS Standard.
 * @param version of Hawser.
 */
export function renderSarif(title: string, answer: Answer, version: string): string {
  const { causes, needs } = answer;
  const rules = rulesOf(causes);
  const results = causes.map((cause, index) =>
    result(title, cause, index, ruleIndexIn(rules, cause)),
  );
  return sarifLog({ version, rules, results, needs });
}

/** The causes as rules, each once: several results may have the same rule. */
function rulesOf(causes: readonly CauseFound[]): SarifRule[] {
  return [...new Map(causes.map((cause) => [cause.code, rule(cause)])).values()];
}

function ruleIndexIn(rules: readonly SarifRule[], { code }: CauseFound): number {
  return rules.findIndex(({ id }) => id === code);
}

function rule({ code, catalogue, title, fix, docs }: CauseFound): SarifRule {
  return {
    id: code,
    name: catalogue,
    shortDescription: { text: title },
    help: { text: `${fix.text} (${docs})` },
  };
}

function result(title: string, cause: CauseFound, index: number, ruleIndex: number): object {
  const { code, catalogue, link, confidence, deciding, fix } = cause;
  const text = [
    deciding.text,
    deciding.message,
    `Fix: ${fix.text}`,
    fix.risk === undefined ? undefined : `Risk: ${fix.risk}`,
    fix.patch === undefined ? undefined : `Run: ${fix.patch}`,
  ];
  return {
    ruleId: code,
    ruleIndex,
    // A cause that is only likely is not an error, except for the likeliest.
    level: confidence === 1 || index === 0 ? 'error' : 'note',
    message: { text: text.filter((line) => line !== undefined).join('\n') },
    locations: [
      {
        logicalLocations: [
          { name: link, fullyQualifiedName: `${title} ${link}`, kind: 'resource' },
        ],
      },
    ],
    properties: { catalogue, link, confidence },
  };
}
