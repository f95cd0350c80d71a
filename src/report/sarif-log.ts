import type { Answer } from './answer.ts';

export interface SarifRule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly help: { readonly text: string };
}

interface Content {
  /** The version of Hawser. */
  readonly version: string;
  readonly rules: readonly SarifRule[];
  readonly results: readonly object[];
  readonly needs: Answer['needs'];
}

/** A log with one run. Source: SARIF 2.1.0, OASIS Standard. */
export function sarifLog({ version, rules, results, needs }: Content): string {
  const run = {
    tool: { driver: { name: 'hawser', version, rules } },
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: needs.map(({ fact, permission }) => ({
          level: 'warning',
          message: { text: `not seen: ${fact}, which needs ${permission}` },
        })),
      },
    ],
    results,
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}
