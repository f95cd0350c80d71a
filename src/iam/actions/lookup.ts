import type { ActionRow } from './row.ts';
import { actionTable, rcpServices } from './table.generated.ts';

const rows = new Map(actionTable.map((row) => [row.name.toLowerCase(), row]));
const underRcp = new Set(rcpServices);

/** What is known of an action, in any case; undefined for services outside the table. */
export function actionRow(action: string): ActionRow | undefined {
  return rows.get(action.toLowerCase());
}

/** Actions without a resource type: only `*` in a Resource element covers them. */
export function worksOnNoResource(lowerAction: string): boolean {
  return rows.get(lowerAction)?.resources.length === 0;
}

/** Whether resource control policies reach the service of an action (Organizations User Guide). */
export function isUnderRcp(lowerAction: string): boolean {
  return underRcp.has(lowerAction.slice(0, lowerAction.indexOf(':')));
}
