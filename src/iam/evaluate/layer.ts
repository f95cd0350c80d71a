import type { CompiledPolicy } from '../compile.ts';
import type { CompiledStatement, RequestState } from '../compile-statement.ts';
import { Naming, type NamingLevel } from '../principal/match.ts';
import type { DecidingStatement, PolicyLevel, PolicyType } from './types.ts';

/** A statement that applies to the request, with its position in the layer. */
export interface Match {
  readonly statement: CompiledStatement;
  readonly index: number;
  readonly target: string | undefined;
}

/** The result of one layer for a request. */
export interface LayerFinding {
  readonly type: PolicyType;
  readonly allows: readonly Match[];
  readonly denies: readonly Match[];
  /** How directly the Allow statements name the caller, at best. */
  readonly naming: NamingLevel;
  /** False when a level of an organization lacks an Allow. */
  readonly everyLevelAllows: boolean;
}

/** Evaluates a request in the policies of a layer, which together allow what any of them allows. */
export function judgeLayer(
  type: PolicyType,
  policies: readonly CompiledPolicy[],
  state: RequestState,
): LayerFinding {
  const finding = new Gathering(type);
  for (let index = 0; index < policies.length; index++) {
    const policy = policies[index];
    if (policy !== undefined) finding.add(policy, index, undefined, state);
  }
  return finding;
}

/** Evaluates a request in the levels of an organization, each of which must allow on its own. */
export function judgeLevels(
  type: PolicyType,
  levels: readonly PolicyLevel[],
  state: RequestState,
): LayerFinding {
  const finding = new Gathering(type);
  let index = 0;
  for (const { target, policies } of levels) {
    const before = finding.allows.length;
    for (const policy of policies) finding.add(policy, index++, target, state);
    if (finding.allows.length === before) finding.everyLevelAllows = false;
  }
  return finding;
}

class Gathering implements LayerFinding {
  readonly type: PolicyType;
  readonly allows: Match[] = [];
  readonly denies: Match[] = [];
  naming: NamingLevel = Naming.none;
  everyLevelAllows = true;

  constructor(type: PolicyType) {
    this.type = type;
  }

  add(
    policy: CompiledPolicy,
    index: number,
    target: string | undefined,
    state: RequestState,
  ): void {
    const statements = policy.statementsFor(state.lowerAction);
    for (let i = 0; i < statements.length; i++) {
      const statement = statements[i];
      if (statement === undefined) continue;
      const naming = statement.applies(state);
      if (naming === Naming.none) continue;
      const match = { statement, index, target };
      if (statement.allows) {
        this.allows.push(match);
        if (naming > this.naming) this.naming = naming;
      } else {
        this.denies.push(match);
      }
    }
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A statement as a decision reports it. */
export function describe(type: PolicyType, match: Match): DecidingStatement {
  const { statement, index, target } = match;
  const described: Writable<DecidingStatement> = {
    policyType: type,
    index,
    statement: statement.index,
  };
  if (statement.sid !== undefined) described.sid = statement.sid;
  if (target !== undefined) described.target = target;
  if (statement.span !== undefined) {
    described.line = statement.span.start.line;
    described.column = statement.span.start.column;
  }
  return described;
}
