import type { Decision } from '../../iam/index.ts';
import { accountOf, nameOf } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { type PullAction, readDocument } from '../../pull/index.ts';
import { broken } from '../link.ts';
import type { LinkOutcome, PlannedFix } from '../proof.ts';
import type { PullQuestion } from '../pull-question.ts';
import {
  conditionsOn,
  labelOf,
  nearMiss,
  type PolicyStatement,
  withoutConditions,
} from '../what-if.ts';
import { said } from './denials.ts';

/**
 * Why the policy of a repository does not let a role of another account in, as far as its statements tell.
 * @param policy its text.
 * @param fix lets the role in.
 */
export function keptOut(
  question: PullQuestion,
  place: EcrImage,
  policy: string,
  action: PullAction,
  decision: Decision,
  fix: PlannedFix,
): LinkOutcome {
  const { role } = question;
  const near = nearMiss(question, 'resource', action, (one) =>
    withoutConditions(one, isOfOrganization),
  );
  if (near !== undefined) {
    const asked = conditionsOn(near.statement, isOfOrganization);
    const text = `${labelOf(near)} of the policy of ${place.name} lets ${nameOf(role.arn)} in where ${asked}, which is not so`;
    return broken('HW1307', said(text, decision), fix);
  }
  const allows = readDocument(policy).Statement.filter(
    (one) => (one as PolicyStatement).Effect === 'Allow',
  );
  const principals = allows.flatMap((one) => principalsOf(one as PolicyStatement));
  const id = principals.find(({ value }) => /^A(ROA|IDA)[A-Z0-9]{8,}$/.test(value));
  if (id !== undefined) {
    const text = `the policy of ${place.name} lets in ${id.value}, which is no role's ARN any more: its role was deleted, or made again`;
    return broken('HW1309', said(text, decision), fix);
  }
  if (principals.length > 0 && principals.every(({ type }) => type === 'Service')) {
    const names = principals.map(({ value }) => value).join(', ');
    return broken(
      'HW1312',
      said(`the policy of ${place.name} lets in ${names}, and no role`, decision),
      fix,
    );
  }
  const owners = principals.map(({ value }) => accountOf(value) ?? value);
  if (principals.length > 0 && owners.every((one) => one === place.registryId)) {
    const text = `the policy of ${place.name} lets in principals of account ${place.registryId} only, and ${nameOf(role.arn)} is of ${accountOf(role.arn)}`;
    return broken('HW1311', said(text, decision), fix);
  }
  const text = `no statement of the policy allows ${role.arn} to ${action}`;
  return broken('HW1303', said(text, decision), fix);
}

const isOfOrganization = (key: string) => /^aws:PrincipalOrg(ID|Paths)$/i.test(key);

function principalsOf({ Principal }: PolicyStatement): { type: string; value: string }[] {
  if (typeof Principal === 'string') return [{ type: 'AWS', value: Principal }];
  return Object.entries((Principal ?? {}) as Record<string, unknown>).flatMap(([type, values]) =>
    [values].flat().map((value) => ({ type, value: String(value) })),
  );
}
