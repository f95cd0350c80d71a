import type {
  SimulateCustomPolicyRequest,
  SimulatePrincipalPolicyRequest,
} from '@aws-sdk/client-iam';
import {
  type EvaluationResult,
  type MatchedStatement,
  PolicyError,
  pairsOf,
  type ResourceSpecificResult,
  type SimulatedPolicy,
  type SimulationInput,
  simulateEach,
} from '../../../iam/index.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { turnTaking } from '../../core/turns.ts';
import { nameKey, type PrincipalRecord } from '../../state.ts';
import { invalidInput, noSuchEntity } from './errors.ts';
import { rangeOf } from './naming.ts';
import type {
  EvaluationResult as Answered,
  Outputs,
  SimulatePolicyResponse,
} from './outputs.generated.ts';
import { managedDocument, managedPolicyName } from './policy-documents.ts';

type Shared = Omit<SimulateCustomPolicyRequest, 'PolicyInputList'>;

/** The policies of a user or role with the names that the simulator uses in its answer. */
function policiesOf({ core }: Call, record: PrincipalRecord): SimulatedPolicy[] {
  const kind = record.id.startsWith('AROA') ? 'role' : 'user';
  const inline = Object.entries(record.inline).map(([name, document]) => ({
    id: `${kind}_${record.name}_${name}`,
    type: kind,
    document,
  }));
  const attached = record.attached.map((arn) => ({
    id: managedPolicyName(arn),
    type: arn.startsWith('arn:aws:iam::aws:') ? 'aws-managed' : 'user-managed',
    document: managedDocument(core.state, arn) ?? '',
  }));
  return [...inline, ...attached] as SimulatedPolicy[];
}

function given(documents: readonly string[] | undefined): SimulatedPolicy[] {
  return (documents ?? []).map((document, index) => ({
    id: `PolicyInputList.${index + 1}`,
    type: 'none',
    document,
  }));
}

function principalOf({ core, caller }: Call, arn: string): PrincipalRecord {
  const match = /^arn:aws[a-z-]*:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn);
  if (match === null) {
    throw invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`);
  }
  const [, accountId = '', kind, name = ''] = match;
  const collection = kind === 'role' ? core.state.roles : core.state.users;
  const found =
    accountId === caller.accountId ? collection.get(nameKey(accountId, name)) : undefined;
  if (found === undefined) throw noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
  return found;
}

/**
 * A result as IAM's answers show it, beside what the API reference says of them: the kind of a policy in
 * these words, a statement's start one column on, details of the resource's only where accounts differ.
 * Source: answers recorded by public test suites. No account here is in an organization.
 */
function asAnswered(result: EvaluationResult): Answered {
  const { MatchedStatements, ResourceSpecificResults: ofResources } = result;
  return {
    ...result,
    MatchedStatements: MatchedStatements.map(statementAsAnswered),
    OrganizationsDecisionDetail: { AllowedByOrganizations: true },
    ...(ofResources && { ResourceSpecificResults: ofResources.map(resourceAsAnswered) }),
  };
}

function resourceAsAnswered({ EvalDecisionDetails, ...result }: ResourceSpecificResult) {
  const details = Object.keys(EvalDecisionDetails ?? {}).length > 0 ? { EvalDecisionDetails } : {};
  const MatchedStatements = result.MatchedStatements.map(statementAsAnswered);
  return { ...result, ...details, MatchedStatements };
}

function statementAsAnswered({ StartPosition: start, ...statement }: MatchedStatement) {
  const ofResource = statement.SourcePolicyType === 'resource';
  return {
    ...statement,
    SourcePolicyType: ofResource ? 'Resource Policy' : 'IAM Policy',
    ...(start && { StartPosition: { ...start, Column: start.Column + 1 } }),
  };
}

async function run(
  input: Shared,
  policies: readonly SimulatedPolicy[],
  boundary: SimulatedPolicy | undefined,
  callerArn: string | undefined,
): Promise<SimulatePolicyResponse> {
  const [boundaryGiven] = input.PermissionsBoundaryPolicyInputList ?? [];
  try {
    const simulation: SimulationInput = {
      policies,
      actionNames: input.ActionNames ?? [],
      resourceArns: input.ResourceArns,
      boundary:
        boundaryGiven === undefined
          ? boundary
          : { id: 'PermissionsBoundaryPolicyInputList.1', type: 'none', document: boundaryGiven },
      resourcePolicy: input.ResourcePolicy,
      resourceOwner: input.ResourceOwner,
      callerArn,
      contextEntries: (input.ContextEntries ?? []).map((entry) => ({
        ContextKeyName: entry.ContextKeyName ?? '',
        ContextKeyValues: entry.ContextKeyValues ?? [],
        ContextKeyType: entry.ContextKeyType ?? 'string',
      })),
    };
    const { start, end, ...page } = rangeOf(pairsOf(simulation), {
      ...(input.MaxItems === undefined ? {} : { MaxItems: input.MaxItems }),
      ...(input.Marker === undefined ? {} : { Marker: input.Marker }),
    });
    const results: Answered[] = [];
    const giveWay = turnTaking();
    for (const result of simulateEach(simulation, start, end)) {
      results.push(asAnswered(result));
      await giveWay();
    }
    return { EvaluationResults: results, ...page };
  } catch (error) {
    if (error instanceof PolicyError) throw invalidInput(error.message);
    throw error;
  }
}

/** The policy simulator. Its rules are the engine's own; see docs/iam.md. */
export const simulationOperations: Record<string, Operation> = {
  SimulateCustomPolicy: operation<SimulateCustomPolicyRequest, Outputs['SimulateCustomPolicy']>({
    permissions: (_input, { caller }) => [
      { action: 'iam:SimulateCustomPolicy', resource: '*', accountId: caller.accountId },
    ],
    run: (input) => run(input, given(input.PolicyInputList), undefined, input.CallerArn),
  }),
  SimulatePrincipalPolicy: operation<
    SimulatePrincipalPolicyRequest,
    Outputs['SimulatePrincipalPolicy']
  >({
    permissions: ({ PolicySourceArn = '' }, { caller }) => [
      {
        action: 'iam:SimulatePrincipalPolicy',
        resource: PolicySourceArn,
        accountId: caller.accountId,
      },
    ],
    run(input, call) {
      const record = principalOf(call, input.PolicySourceArn ?? '');
      const boundary = record.boundary;
      const document = boundary && managedDocument(call.core.state, boundary);
      return run(
        input,
        [...policiesOf(call, record), ...given(input.PolicyInputList)],
        boundary === undefined || document === undefined
          ? undefined
          : { id: managedPolicyName(boundary), type: 'user-managed', document },
        input.CallerArn ?? record.arn,
      );
    },
  }),
};
