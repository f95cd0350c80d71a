import { accountOf } from '../../names/arn.ts';
import { compilePolicy } from '../compile.ts';
import type { ContextValues } from '../condition/context.ts';
import { judge } from '../evaluate/evaluate.ts';
import { type Findings, lackingLayer } from '../evaluate/implicit.ts';
import type { LayerFinding, Match } from '../evaluate/layer.ts';
import { type OpenRequest, openRequestOf } from '../evaluate/request.ts';
import type { AccessRequest, AppliedPolicies } from '../evaluate/types.ts';
import { type Caller, callerOf } from '../principal/caller.ts';
import type {
  ContextEntry,
  EvaluationResult,
  MatchedStatement,
  SimulatedDecision,
  SimulationInput,
  SourcePolicyType,
} from './types.ts';

/**
 * Simulates every action on every resource and answers in the shape of SimulatePrincipalPolicy and
 * SimulateCustomPolicy (IAM API reference): one result for each pair, in the order given.
 *
 * Trust and key policies are only asked when a resource policy is given, as with AWS's simulator.
 *
 * @throws PolicyError for a policy that IAM would refuse (the API's InvalidInput)
 */
export function simulate(input: SimulationInput): EvaluationResult[] {
  return [...simulateEach(input, 0, pairsOf(input))];
}

/** How many results a simulation has. */
export function pairsOf({ actionNames, resourceArns }: SimulationInput): number {
  return actionNames.length * (resourceArns?.length || 1);
}

/**
 * The results of a simulation from one number to before another, each when it is asked for.
 * @throws PolicyError as `simulate`
 */
export function* simulateEach(
  input: SimulationInput,
  from: number,
  to: number,
): Generator<EvaluationResult> {
  const policies = compileInput(input);
  const resources = input.resourceArns?.length ? input.resourceArns : ['*'];
  for (let at = from; at < Math.min(to, pairsOf(input)); at++) {
    const action = input.actionNames[Math.floor(at / resources.length)] ?? '';
    yield simulateOne(input, policies, action, resources[at % resources.length] ?? '*');
  }
}

function compileInput(input: SimulationInput): AppliedPolicies {
  const { policies, boundary, resourcePolicy, scps } = input;
  return {
    identity: policies.map(({ document }) => compilePolicy(document, 'identity')),
    boundary: boundary && [compilePolicy(boundary.document, 'boundary')],
    resource: resourcePolicy === undefined ? undefined : compilePolicy(resourcePolicy, 'resource'),
    scps,
  };
}

function simulateOne(
  input: SimulationInput,
  policies: AppliedPolicies,
  action: string,
  resource: string,
): EvaluationResult {
  const open = openSimulation(input, action, resource);
  const found = judge(open, policies);
  const decision = decisionOf(open, found);
  const missing = open.context.missing;
  const everything = resource === '*';
  const details = {
    MatchedStatements: matched(input, found, decision),
    ...crossAccountDetails(open, found, resource),
    ...boundaryDetail(found.boundary),
  };
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: decision,
    ...details,
    MissingContextValues: everything ? missing : [],
    ...(found.scp && {
      OrganizationsDecisionDetail: { AllowedByOrganizations: allowsEverywhere(found.scp) },
    }),
    ...(!everything && {
      ResourceSpecificResults: [
        {
          EvalResourceName: resource,
          EvalResourceDecision: decision,
          ...details,
          MissingContextValues: missing,
        },
      ],
    }),
  };
}

function openSimulation(input: SimulationInput, action: string, resource: string): OpenRequest {
  const named = callerOf(input.callerArn ?? '');
  const owner = input.resourceOwner && (accountOf(input.resourceOwner) ?? input.resourceOwner);
  const accountId = accountOf(resource) || owner || named.account || '';
  const caller = named.account === undefined ? nobodyOf(accountId) : named;
  const request: AccessRequest = {
    principal: caller.id,
    action,
    resource: { resource, accountId },
    context: contextOf(input.contextEntries ?? []),
  };
  return openRequestOf(caller, request, input.boundary !== undefined);
}

/** A custom simulation may have no caller; the policies are then asked on their own. */
function nobodyOf(account: string): Caller {
  return { ...callerOf('nobody'), type: 'role', account };
}

function contextOf(entries: readonly ContextEntry[]): ContextValues {
  return Object.fromEntries(
    entries.map(({ ContextKeyName, ContextKeyValues, ContextKeyType }) => {
      const several = ContextKeyType?.endsWith('List') || ContextKeyValues.length > 1;
      return [ContextKeyName, several ? ContextKeyValues : (ContextKeyValues[0] ?? [])];
    }),
  );
}

function decisionOf(open: OpenRequest, found: Findings): SimulatedDecision {
  const denied = Object.values(found).some((layer) => (layer?.denies.length ?? 0) > 0);
  if (denied) return 'explicitDeny';
  return lackingLayer(open, found, false) === undefined ? 'allowed' : 'implicitDeny';
}

/** Where a Deny matched, only Deny statements are listed. SCPs and boundaries are not among them. */
function matched(
  input: SimulationInput,
  { identity, resource }: Findings,
  decision: SimulatedDecision,
): MatchedStatement[] {
  const effect = decision === 'explicitDeny' ? 'denies' : 'allows';
  const ofIdentity = identity[effect].map((match) => {
    const policy = input.policies[match.index];
    return statement(policy?.id ?? '', policy?.type ?? 'none', match);
  });
  const ofResource = (resource?.[effect] ?? []).map((match) =>
    statement('ResourcePolicy', 'resource', match),
  );
  return [...ofIdentity, ...ofResource];
}

function statement(id: string, type: SourcePolicyType, { statement }: Match): MatchedStatement {
  const { span } = statement;
  return {
    SourcePolicyId: id,
    SourcePolicyType: type,
    ...(span && {
      StartPosition: { Line: span.start.line, Column: span.start.column },
      EndPosition: { Line: span.end.line, Column: span.end.column },
    }),
  };
}

/** Filled in for cross-account simulations, empty within one account, absent for all resources. */
function crossAccountDetails(
  open: OpenRequest,
  found: Findings,
  resource: string,
): Pick<EvaluationResult, 'EvalDecisionDetails'> {
  if (resource === '*') return {};
  if (open.sameAccount) return { EvalDecisionDetails: {} };
  return {
    EvalDecisionDetails: {
      'IAM Policy': layerDecision(found.identity),
      'Resource Policy': layerDecision(found.resource),
    },
  };
}

function layerDecision(layer: LayerFinding | undefined): SimulatedDecision {
  if (layer && layer.denies.length > 0) return 'explicitDeny';
  return layer && layer.allows.length > 0 ? 'allowed' : 'implicitDeny';
}

function boundaryDetail(
  boundary: LayerFinding | undefined,
): Pick<EvaluationResult, 'PermissionsBoundaryDecisionDetail'> {
  if (boundary === undefined) return {};
  const allowed = layerDecision(boundary) === 'allowed';
  return { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: allowed } };
}

function allowsEverywhere(scp: LayerFinding): boolean {
  return scp.everyLevelAllows && scp.denies.length === 0;
}
