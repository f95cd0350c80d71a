import type { PlannedChange } from '../../actions/index.ts';
import type { DecidingStatement, Decision } from '../../iam/index.ts';
import { accountOf, nameOf } from '../../names/arn.ts';
import {
  type EditableDocument,
  extended,
  type PullAction,
  type PullStep,
  readDocument,
  repositoryArn,
  withoutPull,
} from '../../pull/index.ts';
import { broken } from '../link.ts';
import type { AttachedPolicy, OrganizationLayer } from '../organization.ts';
import type { LinkOutcome } from '../proof.ts';
import { type PullQuestion, repairSide } from '../pull-question.ts';
import { said } from './denials.ts';
import { guardRisk } from './fixes.ts';

type Broken = Extract<LinkOutcome, { status: 'broken' }>;

/** A service control policy over the caller's account keeps it from pulling: by a Deny, or by no level's Allow. */
export function deniedByScp(
  question: PullQuestion,
  action: PullAction,
  decision: Decision,
): Broken {
  const statement = decision.deciding.find(({ policyType }) => policyType === 'scp');
  if (statement !== undefined)
    return deniedBy('HW0710', question.scp, statement, question, { action, decision });
  return silentLevel(question, decision);
}

/** The same of a resource control policy over the registry's account: those only deny. */
export function deniedByRcp(question: PullQuestion, { action, decision }: PullStep): Broken {
  const statement = decision.deciding.find(({ policyType }) => policyType === 'rcp');
  const isOwn = accountOf(question.role.arn) === question.request.registryId;
  const layer =
    action === 'ecr:GetAuthorizationToken' && !isOwn ? question.callerRcp : question.rcp;
  if (statement !== undefined)
    return deniedBy('HW0711', layer, statement, question, { action, decision });
  return broken('HW0711', said('a resource control policy denies the pull', decision), {
    text: 'Exempt the role in the resource control policy.',
  });
}

function deniedBy(
  code: 'HW0710' | 'HW0711',
  layer: OrganizationLayer,
  statement: DecidingStatement,
  { role, request }: PullQuestion,
  { action, decision }: Pick<PullStep, 'action' | 'decision'>,
): Broken {
  const label =
    statement.sid === undefined ? `statement ${statement.statement + 1}` : `"${statement.sid}"`;
  const kind = code === 'HW0710' ? 'service control policy' : 'resource control policy';
  const policy = layer.policies[statement.index];
  const name = policy === undefined ? `a ${kind}` : `${kind} ${describe(policy)}`;
  const narrowed =
    policy &&
    withoutPull(readDocument(policy.document), statement.statement, {
      roleArn: role.arn,
      repositoryArn: repositoryArn(request),
      action,
      ofRoleAlone: false,
      // Organizations User Guide, "RCP syntax": elements.
      mayHaveNotAction: code === 'HW0710',
    });
  return broken(
    code,
    {
      ...said(`${label} of ${name} denies it`, decision),
      ...(policy === undefined ? {} : { policy: policy.name }),
      statement,
    },
    {
      text: `Exempt the pull by the role from ${label} of ${name}.`,
      risk: guardRisk(label, narrowed?.lost),
      changes:
        policy === undefined || narrowed === undefined
          ? []
          : [update(layer, policy, code === 'HW0710' ? 'scp' : 'rcp', () => narrowed.document)],
    },
  );
}

/** Each level has to allow; one that has an allow list lets through what it names. */
function silentLevel(question: PullQuestion, decision: Decision): Broken {
  const { scp, role } = question;
  const repair = repairSide(question, 'puller');
  const add = (repair.kind === 'add' || repair.kind === 'deny' ? repair.add : undefined) ?? [];
  const lacking = add.filter(({ policyType }) => policyType === 'scp');
  const [target] = lacking.flatMap((one) => one.target ?? []);
  const policy = scp.policies.find((one) => one.target === target && one.id !== fullAccess);
  const statements = lacking.filter((one) => one.target === target).map((one) => one.statement);
  const account = accountOf(role.arn) ?? '';
  return broken(
    'HW0710',
    said(
      `no service control policy ${target === undefined ? `over account ${account}` : `attached to ${target}`} allows ${nameOf(role.arn)} to pull`,
      decision,
    ),
    {
      text: `Allow the actions of a pull in a policy attached to ${target ?? 'each level'}: every level of the organization has to.`,
      changes:
        policy === undefined
          ? []
          : [update(scp, policy, 'scp', (document) => extended(document, ...statements))],
    },
  );
}

/** AWS's own policy, which nobody can change. */
const fullAccess = 'p-FullAWSAccess';

function describe({ name, id, target }: AttachedPolicy): string {
  return `${name} (${id}) at ${target}`;
}

function update(
  { managementAccount }: OrganizationLayer,
  { id, name, document }: AttachedPolicy,
  type: 'scp' | 'rcp',
  to: (document: EditableDocument) => EditableDocument,
): PlannedChange {
  const before = readDocument(document);
  return {
    kind: 'update-organization-policy',
    account: managementAccount,
    policyId: id,
    policyName: name,
    policyType: type === 'scp' ? 'SERVICE_CONTROL_POLICY' : 'RESOURCE_CONTROL_POLICY',
    document: to(before),
    before,
    reversibility: 'reversible',
  };
}
