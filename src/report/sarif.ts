import type { CauseFound } from '../chain/proof.ts';
import type { Answer } from './answer.ts';

/**
 * A proof in the Static Analysis Results Interchange Format, which code hosts show. Each cause is a result; what was
 * not seen is a notification of the run.
 * Source: SARIF 2.1.0, OASIS Standard.
 * @param version of Hawser.
 */
export function renderSarif(title: string, answer: Answer, version: string): string {
  const { causes, needs } = answer;
  const driver = { name: 'hawser', version, rules: causes.map(rule) };
  const run = {
    tool: { driver },
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: needs.map(({ fact, permission }) => ({
          level: 'warning',
          message: { text: `not seen: ${fact}, which needs ${permission}` },
        })),
      },
    ],
    results: causes.map((cause, index) => result(title, cause, index)),
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function rule({ code, catalogue, title, fix, docs }: CauseFound): object {
  return {
    id: code,
    name: catalogue,
    shortDescription: { text: title },
    help: { text: `${fix.text} (${docs})` },
  };
}

function result(title: string, cause: CauseFound, ruleIndex: number): object {
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
    // What is merely likely is no error of its own, but for the likeliest.
    level: confidence === 1 || ruleIndex === 0 ? 'error' : 'note',
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
