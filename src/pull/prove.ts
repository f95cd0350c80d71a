import { type Decision, evaluate } from '../iam/index.ts';
import { applicable, isUnderRcps, stepRequest } from './request.ts';
import {
  type PullAction,
  type PullPolicies,
  type PullProof,
  type PullRequest,
  type PullStep,
  pullActions,
  type Undecided,
} from './types.ts';
import { sided, type Unseen, undecidedIn } from './unseen.ts';

export interface PullOptions {
  /** What is not known; by default everything is known: a key that the request does not give is absent. */
  readonly unseen?: Unseen | undefined;
  /** The steps, in order: a pull's own actions by default. */
  readonly actions?: readonly PullAction[];
}

/**
 * Proves a whole pull: the token, then the manifest, then the layers (Amazon ECR User Guide, managed policy
 * AmazonEC2ContainerRegistryPullOnly; BatchCheckLayerAvailability belongs to pushes). It stops at the first
 * step that fails whatever the unseen facts are, and names the policy layer and the Deny that cause it.
 */
export function provePull(
  request: PullRequest,
  policies: PullPolicies,
  { unseen, actions = pullActions }: PullOptions = {},
): PullProof {
  const steps: PullStep[] = [];
  let open: readonly [PullAction, Decision] | undefined;
  for (const action of actions) {
    const { step, atWorst } = prove(request, action, policies, unseen);
    steps.push(step);
    if (step.decision.decision !== 'allowed') return failing('fails', steps, action, step.decision);
    if (atWorst.decision !== 'allowed') open ??= [action, atWorst];
  }
  if (open !== undefined) return failing('unseen', steps, ...open);
  return { pull: 'works', steps, firstFailingAction: null, decision: 'allowed', blame: null };
}

function prove(
  request: PullRequest,
  action: PullAction,
  policies: PullPolicies,
  ofPull: Unseen | undefined,
): { readonly step: PullStep; readonly atWorst: Decision } {
  const asked = stepRequest(request, action);
  const { resource } = asked.resource;
  const applied = applicable(request, action, policies);
  const unseen =
    ofPull === undefined || isUnderRcps(request, action)
      ? ofPull
      : { ...ofPull, rcps: ofPull.callerRcps };
  const decide = (side: 'favour' | 'against') =>
    evaluate(asked, unseen === undefined ? applied : sided(applied, unseen, action, side));
  const decision = decide('favour');
  const settled = { step: { action, resource, decision, undecided: [] }, atWorst: decision };
  if (unseen === undefined || decision.decision !== 'allowed') return settled;
  const atWorst = decide('against');
  if (atWorst.decision === 'allowed') return settled;
  const undecided: Undecided[] = undecidedIn(applied, unseen, action);
  return { step: { action, resource, decision, undecided }, atWorst };
}

function failing(
  pull: 'fails' | 'unseen',
  steps: readonly PullStep[],
  action: PullAction,
  decision: Decision,
): PullProof {
  const [deciding] = decision.deciding;
  const policyType = decision.deniedBy ?? 'identity';
  return {
    pull,
    steps,
    firstFailingAction: action,
    decision: decision.decision,
    blame: { policyType, sid: deciding?.sid ?? null },
  };
}
