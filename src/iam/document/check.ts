import { PolicyError, type PolicyErrorCode } from '../errors.ts';
import { checkAction } from './check-action.ts';
import { checkConditionDates } from './check-dates.ts';
import { hasLegacyShape, resourceProblem } from './check-resource.ts';
import type { PolicyDocument, Statement } from './model.ts';

export interface CheckOptions {
  /** The calls that create IAM policies require the newest version; stored ones may be older. */
  readonly demandVersion: boolean;
  /** Identity policies must have a resource; resource policies need not. */
  readonly demandResources: boolean;
  /** ECR accepts statements with the same Sid; IAM does not. */
  readonly repeatedSids?: boolean;
}

/**
 * The checks that IAM makes after the grammar, in IAM's order, with IAM's texts.
 *
 * Order and texts: the answers of the calls that create policies, as public tests of them record
 * (docs/fidelity.md, "Policy validation").
 *
 * @throws PolicyError MalformedPolicyDocument
 */
export function checkDocument(document: PolicyDocument, options: CheckOptions): void {
  const { statements } = document;
  if (options.demandVersion && document.version !== '2012-10-17') {
    malformed('Policy document must be version 2012-10-17 or greater.');
  }
  for (const statement of statements) checkLegacyStatement(statement);
  const problem = checkResources(statements);
  if (!options.repeatedSids) checkSids(statements);
  for (const statement of statements) checkActionsPresent(statement);
  if (options.demandResources) for (const one of statements) checkResourcesPresent(one);
  if (problem !== undefined) malformed(problem.text, problem.statement, 'Resource');
  for (const element of ['actions', 'notActions'] as const) {
    for (const statement of statements) {
      for (const action of statement[element] ?? []) {
        const text = checkAction(action);
        if (text) malformed(text, statement, element === 'actions' ? 'Action' : 'NotAction');
      }
    }
  }
}

function checkLegacyStatement(statement: Statement): void {
  const cased = statement.effect === 'Allow' || statement.effect === 'Deny';
  if (!cased) legacyFailure(statement, 'Effect');
  if (!checkConditionDates(statement.conditions)) legacyFailure(statement, 'Condition');
}

/** The first invalid resource decides. A wrong shape is reported at once, other errors later. */
function checkResources(
  statements: readonly Statement[],
): { text: string; statement: Statement } | undefined {
  for (const statement of statements) {
    const resources = statement.resources ?? statement.notResources ?? [];
    for (const resource of resources) {
      const text = resourceProblem(resource);
      if (text !== undefined) return { text, statement };
    }
    if (!resources.every(hasLegacyShape)) legacyFailure(statement, 'Resource');
  }
  return undefined;
}

function checkSids(statements: readonly Statement[]): void {
  const seen = new Set<string>();
  for (const statement of statements) {
    const { sid } = statement;
    if (!sid) continue;
    if (seen.has(sid)) {
      malformed('Statement IDs (SID) in a single policy must be unique.', statement, 'Sid');
    }
    seen.add(sid);
  }
}

function checkActionsPresent(statement: Statement): void {
  if (!(statement.actions ?? statement.notActions)?.length) {
    malformed('Policy statement must contain actions.', statement);
  }
}

function checkResourcesPresent(statement: Statement): void {
  if (!(statement.resources ?? statement.notResources)?.length) {
    malformed('Policy statement must contain resources.', statement);
  }
}

function legacyFailure(statement: Statement, element: string): never {
  return malformed('The policy failed legacy parsing', statement, element);
}

/** IAM's error for a document, with the position of the element if it is known. */
export function malformed(
  text: string,
  statement?: Statement,
  element?: string,
  code: PolicyErrorCode = 'MalformedPolicyDocument',
): never {
  const span = (element && statement?.elements.get(element)) || statement?.span;
  throw new PolicyError(code, text, span?.start);
}
