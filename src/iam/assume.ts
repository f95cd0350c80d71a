import { type CompiledPolicy, policyOf } from './compile.ts';
import { type CompiledStatement, compileStatement } from './compile-statement.ts';
import type { ConditionEntry } from './document/model.ts';
import { templateOf, variablesOf } from './match/template.ts';
import { Naming } from './principal/match.ts';

/** Any resource; unlike `*` it does not cover actions without one. */
const anyArn = 'arn:*:*:*:*:*';

/** Whether the real request may have a condition key whose value is not known. */
export type IsUnseen = (key: string) => boolean;

/** A condition on an unseen key. */
export interface UnseenCondition {
  /** As the policy writes it, such as `aws:SourceVpce`. */
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  /** Position of its statement in the policy, from 0, and its Sid. */
  readonly statement: number;
  readonly sid?: string;
}

/**
 * Assumes a result for the statements of a policy that use unseen keys: in favour of the request, their Allow
 * applies and their Deny does not; against it, the reverse. Where both give the same decision, no value of
 * those keys can change it. Statements keep their positions.
 */
export function assuming(
  policy: CompiledPolicy,
  isUnseen: IsUnseen,
  side: 'favour' | 'against',
): CompiledPolicy {
  const variables = hasVariables(policy);
  const asksUnseen = ({ source }: CompiledStatement) =>
    unseenEntries(source.conditions, variables, isUnseen).length > 0 ||
    variableKeys(source.resources ?? source.notResources, variables).some(isUnseen);
  if (!policy.statements.some(asksUnseen)) return policy;
  const statements = policy.statements.map((statement) => {
    if (!asksUnseen(statement)) return statement;
    const applies = statement.allows === (side === 'favour');
    return applies
      ? withoutUnseen(statement, policy, isUnseen)
      : { ...statement, applies: () => Naming.none };
  });
  return policyOf(policy.kind, policy.version, statements);
}

/** The unseen keys in the statements of a policy that cover an action, including variables in a Resource. */
export function unseenConditions(
  policy: CompiledPolicy,
  action: string,
  isUnseen: IsUnseen,
): UnseenCondition[] {
  const variables = hasVariables(policy);
  return policy.statementsFor(action.toLowerCase()).flatMap(({ source, index, sid }) => {
    const { resources, notResources } = source;
    const conditions = unseenEntries(source.conditions, variables, isUnseen).map((entry) => ({
      key: keysOf(entry, variables).find(isUnseen) ?? entry.key,
      operator: entry.operator,
      values: entry.values,
    }));
    const ofResources = variableKeys(resources ?? notResources, variables)
      .filter(isUnseen)
      .map((key) => ({
        key,
        operator: resources === undefined ? 'NotResource' : 'Resource',
        values: resources ?? notResources ?? [],
      }));
    return [...conditions, ...ofResources].map((asked) => ({
      ...asked,
      statement: index,
      ...(sid === undefined ? {} : { sid }),
    }));
  });
}

function withoutUnseen(
  { source }: CompiledStatement,
  policy: CompiledPolicy,
  isUnseen: IsUnseen,
): CompiledStatement {
  const variables = hasVariables(policy);
  const unseen = new Set(unseenEntries(source.conditions, variables, isUnseen));
  const conditions = source.conditions.filter((entry) => !unseen.has(entry));
  const isOpen = (resource: string) => variableKeys([resource], variables).some(isUnseen);
  const resources = source.resources?.map((one) => (isOpen(one) ? anyArn : one));
  const notResources = source.notResources?.filter((one) => !isOpen(one));
  return compileStatement(
    { ...source, conditions, resources, notResources },
    policy.kind,
    variables,
  );
}

function unseenEntries(
  conditions: readonly ConditionEntry[],
  variables: boolean,
  isUnseen: IsUnseen,
): ConditionEntry[] {
  return conditions.filter((entry) => keysOf(entry, variables).some(isUnseen));
}

function keysOf({ key, values }: ConditionEntry, variables: boolean): string[] {
  return [key, ...variableKeys(values, variables)];
}

/** The keys that texts of a policy use as variables. */
function variableKeys(texts: readonly string[] | undefined, variables: boolean): string[] {
  if (!variables) return [];
  return (texts ?? []).flatMap((text) => variablesOf(templateOf(text) ?? []));
}

function hasVariables({ version }: CompiledPolicy): boolean {
  return version === '2012-10-17';
}

/** The Allow statements of a policy; statements keep their numbers. */
export function withoutDenies({ kind, version, statements }: CompiledPolicy): CompiledPolicy {
  return policyOf(
    kind,
    version,
    statements.filter(({ allows }) => allows),
  );
}
