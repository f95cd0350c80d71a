import { compilePolicy } from '../iam/index.ts';
import { type PullAction, readDocument } from '../pull/index.ts';
import { type PullQuestion, proveSide } from './pull-question.ts';

/** A statement of a policy, as its text has it. */
export type PolicyStatement = Readonly<Record<string, unknown>>;

/** A statement that would let the pull through, were it a little wider: why it does not is the cause. */
export interface NearMiss {
  /** Which policy of its layer, from 0. */
  readonly index: number;
  /** From 0. */
  readonly number: number;
  readonly statement: PolicyStatement;
}

/**
 * Finds the Allow that would let an action through if it were changed in one way.
 * @param widened what becomes of a statement; undefined where it has nothing of that kind.
 */
export function nearMiss(
  question: PullQuestion,
  layer: 'identity' | 'resource',
  action: PullAction,
  widened: (statement: PolicyStatement) => PolicyStatement | undefined,
): NearMiss | undefined {
  const texts =
    layer === 'identity'
      ? question.role.policies.map(({ document }) => document)
      : question.resourcePolicies.map(({ document }) => document);
  const side = layer === 'identity' ? 'puller' : 'repository';
  const compiled = [question.policies[layer] ?? []].flat();
  for (const [index, text] of texts.entries()) {
    const document = readDocument(text);
    for (const [number, each] of document.Statement.entries()) {
      const statement = each as PolicyStatement;
      const wider = statement.Effect === 'Allow' ? widened(statement) : undefined;
      if (wider === undefined) continue;
      const Statement = document.Statement.with(number, wider);
      const changed = compiled.with(index, compilePolicy({ ...document, Statement }, layer));
      const policies = { ...question.policies, [layer]: changed };
      const proof = proveSide({ ...question, policies }, side, [action]);
      if (proof.pull === 'works') return { index, number, statement };
    }
  }
  return undefined;
}

/** A statement without its conditions on some keys; undefined where it has none on them. */
export function withoutConditions(
  statement: PolicyStatement,
  isOn: (key: string) => boolean,
): PolicyStatement | undefined {
  const { Condition } = statement as { Condition?: Record<string, Record<string, unknown>> };
  if (Condition === undefined) return undefined;
  const entries = Object.entries(Condition).map(([operator, asked]): [string, object] => [
    operator,
    Object.fromEntries(Object.entries(asked).filter(([key]) => !isOn(key))),
  ]);
  const count = (all: readonly (readonly [string, object])[]) =>
    all.reduce((sum, [, asked]) => sum + Object.keys(asked).length, 0);
  if (count(entries) === count(Object.entries(Condition))) return undefined;
  return { ...statement, Condition: Object.fromEntries(entries) };
}

/** What a statement's conditions on some keys ask for, in words. */
export function conditionsOn(statement: PolicyStatement, isOn: (key: string) => boolean): string {
  const { Condition = {} } = statement as { Condition?: Record<string, Record<string, unknown>> };
  return Object.entries(Condition)
    .flatMap(([operator, asked]) =>
      Object.entries(asked)
        .filter(([key]) => isOn(key))
        .map(([key, values]) => `${operator} ${key} ${[values].flat().join(', ')}`),
    )
    .join(' and ');
}

/** A statement as people find it: by its Sid, or by its place. */
export function labelOf({ number, statement }: NearMiss): string {
  return typeof statement.Sid === 'string' ? `"${statement.Sid}"` : `statement ${number + 1}`;
}
