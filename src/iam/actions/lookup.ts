import { globMatcher } from '../match/glob.ts';
import type { ActionRow, ResourceRow } from './row.ts';
import { actionTable, rcpServices, resourceTable } from './table.generated.ts';

export type { ActionRow };

const rows = new Map(actionTable.map((row) => [row.name.toLowerCase(), row]));
const underRcp = new Set(rcpServices);

/** The facts of an action, in any letter case; undefined for services outside the table. */
export function actionRow(action: string): ActionRow | undefined {
  return rows.get(action.toLowerCase());
}

const services = new Set(actionTable.map(({ name }) => name.split(':', 1)[0]));

/** The actions that an entry of Action matches; undefined when it matches a service outside the table. */
export function actionsLike(pattern: string): readonly ActionRow[] | undefined {
  const lower = pattern.toLowerCase();
  if (!services.has(lower.split(':', 1)[0])) return undefined;
  const matches = globMatcher(lower);
  return actionTable.filter(({ name }) => matches(name.toLowerCase()));
}

/** Whether an entry of Action, with its wildcards, covers an action; letter case does not matter. */
export function matchesAction(pattern: string, action: string): boolean {
  return globMatcher(pattern.toLowerCase())(action.toLowerCase());
}

/** A service's type of resource. */
export function resourceRow(service: string, type: string): ResourceRow | undefined {
  return resourceTable.find((row) => row.service === service && row.name === type);
}

/** What the engine needs to know about an action. */
export interface ActionFacts {
  readonly lower: string;
  /** It has no resource type: only `*` in a Resource element covers it. */
  readonly noResource: boolean;
  /** Resource control policies apply to its service (Organizations User Guide). */
  readonly underRcp: boolean;
}

const remembered = new Map<string, ActionFacts>();

/** The facts of an action in any letter case; frequent ones are cached. */
export function actionFacts(action: string): ActionFacts {
  const known = remembered.get(action);
  if (known !== undefined) return known;
  const lower = action.toLowerCase();
  const facts = {
    lower,
    noResource: rows.get(lower)?.resources.length === 0,
    underRcp: underRcp.has(lower.slice(0, lower.indexOf(':'))),
  };
  if (remembered.size >= 1024) remembered.clear();
  remembered.set(action, facts);
  return facts;
}
