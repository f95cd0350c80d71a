import { judge } from './evaluate.ts';
import type { Findings } from './implicit.ts';
import { describe, type Match } from './layer.ts';
import { openRequest } from './request.ts';
import type { AccessRequest, AppliedPolicies, DecidingStatement, PolicyType } from './types.ts';

/** The result of one layer for a request, on its own. */
export interface LayerStep {
  readonly layer: PolicyType;
  /** `silent`: no statement applies (in an organization: at some level). */
  readonly says: 'denies' | 'allows' | 'silent';
  readonly statements: readonly DecidingStatement[];
}

const order: readonly (keyof Findings)[] = [
  'scp',
  'rcp',
  'vpce',
  'resource',
  'identity',
  'boundary',
  'session',
];

/** Evaluates the layers that apply to a request, in AWS's order. */
export function walkLayers(request: AccessRequest, policies: AppliedPolicies): LayerStep[] {
  const found = judge(openRequest(request, policies.boundary !== undefined), policies);
  return order.flatMap((layer): LayerStep[] => {
    const finding = found[layer];
    if (finding === undefined) return [];
    const { denies, allows, everyLevelAllows } = finding;
    const named = (match: Match) => describe(layer, match);
    if (denies.length > 0) {
      return [{ layer, says: 'denies', statements: denies.map(named) }];
    }
    const spoke = allows.length > 0 && everyLevelAllows;
    const implied = layer === 'rcp';
    const says = spoke || implied ? 'allows' : 'silent';
    return [{ layer, says, statements: allows.map(named) }];
  });
}
