// The answers of `hawser iam` for people.
import { accountOfChange, type Change, commandOf } from '../actions/index.ts';
import type {
  AccessRequest,
  DecidingStatement,
  LayerStep,
  LineAnswer,
  LintFinding,
  PolicyType,
} from '../iam/index.ts';

type Answer = LineAnswer['answer'];

const layers: Record<PolicyType, string> = {
  scp: 'service control policies',
  rcp: 'resource control policies',
  vpce: 'VPC endpoint policy',
  resource: 'resource policy',
  identity: 'identity policies',
  boundary: 'permissions boundary',
  session: 'session policy',
  trust: 'role trust policy',
};

/** A decision as a walk through the layers; an arrow marks the one that decided. */
export function decisionText(answer: Answer): string {
  if (answer.error !== undefined) return errorText(answer);
  const { principal, action, resource } = answer.request as AccessRequest;
  const decision = String(answer.decision);
  const head = `${decision}  ${action} on ${resource.resource}\n  by ${principal}`;
  const walk = answer.walk as readonly LayerStep[];
  const steps = walk.map((step) => {
    const mark = step.layer === answer.deniedBy ? '->' : '  ';
    return `${mark} ${layers[step.layer].padEnd(26)}${step.says.padEnd(8)}${places(step.statements)}`;
  });
  const deniedBy = answer.deniedBy as PolicyType | undefined;
  const absent = deniedBy !== undefined && !walk.some(({ layer }) => layer === deniedBy);
  if (absent) steps.push(`-> ${layers[deniedBy].padEnd(26)}absent`);
  const missing = answer.missingContext as readonly string[];
  const lacks = missing.length > 0 ? [`   not in the request: ${missing.join(', ')}`] : [];
  const message = answer.message === undefined ? [] : [`   ${String(answer.message)}`];
  return [head, ...steps, ...lacks, ...message].join('\n').trimEnd();
}

function places(statements: readonly DecidingStatement[]): string {
  return statements.map(place).join(', ');
}

function place({ sid, index, statement, line, target }: DecidingStatement): string {
  const name = sid === undefined || sid === '' ? `statement ${statement + 1}` : sid;
  const policy = `policy ${index + 1}`;
  const where = line === undefined ? policy : `${policy}, line ${line}`;
  return `${name} (${target === undefined ? '' : `${target}, `}${where})`;
}

export function proofText(answer: Answer): string {
  if (answer.error !== undefined) return errorText(answer);
  if (answer.pull === 'works') return 'works';
  const blame = answer.blame as { policyType: PolicyType; sid: string | null };
  const sid = blame.sid === null ? '' : `, ${blame.sid}`;
  const verb = answer.pull === 'unseen' ? 'may fail' : 'fails';
  const head = `${verb} at ${String(answer.firstFailingAction)}: ${String(answer.decision)} by ${layers[blame.policyType]}${sid}`;
  const fix = answer.fix === undefined ? [] : [`  fix: ${JSON.stringify(answer.fix)}`];
  const message = answer.message === undefined ? [] : [`  ${String(answer.message)}`];
  return [head, ...message, ...neededText(answer), ...fix, ...runText(answer)].join('\n');
}

function runText({ changes }: Answer): string[] {
  return ((changes ?? []) as readonly Change[]).map((change) => {
    const command = commandOf(change);
    const account = accountOfChange(change);
    const as = account === undefined ? '' : ` (as account ${account})`;
    return command === undefined ? `  by hand: ${change.reason}` : `  run${as}: ${command}`;
  });
}

function neededText({ needs }: Answer): string[] {
  const all = (needs ?? []) as readonly { key: string; operator: string; values: string[] }[];
  const lines = all.map(
    ({ key, operator, values }) => `  not seen: ${key} (${operator} ${values.join(', ')})`,
  );
  return [...new Set(lines)];
}

export function findingsText(answer: Answer): string {
  if (answer.error !== undefined) return errorText(answer);
  const findings = answer.findings as readonly LintFinding[];
  if (findings.length === 0) return 'nothing found';
  return findings.map(findingText).join('\n');
}

function findingText({ severity, code, message, statement, sid, line }: LintFinding): string {
  const number = statement === undefined ? undefined : String(statement + 1);
  const named = sid === undefined || sid === '' ? number : JSON.stringify(sid);
  const where = named === undefined ? 'document' : `statement ${named}`;
  const at = line === undefined ? '' : `, line ${line}`;
  return `${severity}  ${code}  ${where}${at}\n  ${message}`;
}

export function whoText(key: 'who' | 'can'): (answer: Answer) => string {
  return (answer) => {
    if (answer.error !== undefined) return errorText(answer);
    const names = answer[key] as readonly string[];
    return names.length === 0 ? 'none' : names.join('\n');
  };
}

function errorText(answer: Answer): string {
  const { code, message } = answer.error as { code: string; message: string };
  return `error  ${code}: ${message}`;
}
