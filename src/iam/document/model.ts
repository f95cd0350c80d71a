import type { JsonNode, Span } from '../json/node.ts';

export type PolicyKind =
  | 'identity'
  | 'resource'
  | 'boundary'
  | 'session'
  | 'scp'
  | 'rcp'
  | 'vpce'
  | 'trust';

/** The keys of a Principal map, by the grammar of the policy language. */
export type PrincipalType = 'AWS' | 'Federated' | 'Service' | 'CanonicalUser';

/** `"Principal": "*"` is kept as the entry that it equals: every AWS principal. */
export interface PrincipalEntry {
  readonly type: PrincipalType | '*';
  readonly value: string;
}

/** One operator with one key: `"StringLike": {"aws:username": ["a*", "b*"]}`. */
export interface ConditionEntry {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly span: Span | undefined;
}

/** A statement with a valid shape; the content of its strings is checked later (`check.ts`). */
export interface Statement {
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: string;
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[] | undefined;
  readonly notResources: readonly string[] | undefined;
  readonly principals: readonly PrincipalEntry[] | undefined;
  readonly notPrincipals: readonly PrincipalEntry[] | undefined;
  readonly conditions: readonly ConditionEntry[];
  readonly span: Span | undefined;
  /** The position of each element's value, by element name. */
  readonly elements: ReadonlyMap<string, Span>;
}

export interface PolicyDocument {
  readonly version: string | undefined;
  readonly id: string | undefined;
  readonly statements: readonly Statement[];
  readonly root: JsonNode;
}
