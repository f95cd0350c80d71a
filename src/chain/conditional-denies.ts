import type { PullProof, Undecided } from '../pull/index.ts';
import { remedyFor } from './condition-remedies.ts';
import type { Finding } from './proof.ts';
import { policyNameOf } from './pull-needs.ts';
import type { PullQuestion } from './pull-question.ts';

type Condition = Extract<Undecided, { kind: 'condition' }>;

const codes: Readonly<Record<string, string>> = {
  identity: 'HW0708',
  boundary: 'HW0709',
  resource: 'HW1306',
  scp: 'HW0710',
  rcp: 'HW0711',
};

/** The Denies that a pull hangs on: each applies under a condition on a key that nobody saw. */
export function conditionalDenies(question: PullQuestion, { steps }: PullProof): Finding[] {
  const conditions = steps
    .flatMap(({ undecided }) => undecided)
    .filter((one): one is Condition => one.kind === 'condition' && denies(question, one));
  const distinct = new Map(
    conditions.map((one) => [`${one.policyType} ${one.index} ${one.statement} ${one.key}`, one]),
  );
  return [...distinct.values()].flatMap((one) => {
    const code = codes[one.policyType];
    return code === undefined ? [] : [findingOf(question, one, code)];
  });
}

function denies({ policies }: PullQuestion, { policyType, index, statement }: Condition): boolean {
  const layer = {
    identity: policies.identity,
    boundary: policies.boundary ?? [],
    resource: [policies.resource ?? []].flat(),
    scp: (policies.scps ?? []).flatMap((level) => level.policies),
    rcp: (policies.rcps ?? []).flatMap((level) => level.policies),
  }[policyType as string];
  return layer?.[index]?.statements[statement]?.allows === false;
}

/** As the role has it: the name of an inline policy, the ARN of a managed one. */
function bareName(question: PullQuestion, { policyType, index }: Condition): { policy?: string } {
  const { role, scp, rcp } = question;
  const named = { identity: role.policies, scp: scp.policies, rcp: rcp.policies }[
    policyType as string
  ];
  const policy = policyType === 'boundary' ? role.boundary : named?.[index];
  return policy === undefined ? {} : { policy: policy.name };
}

function findingOf(question: PullQuestion, condition: Condition, code: string): Finding {
  const { policyType, index, statement, sid, key, operator, values } = condition;
  const label = sid === undefined ? `statement ${statement + 1}` : `"${sid}"`;
  const name = policyNameOf(question, condition);
  const asked = `${operator} ${key} ${values.join(', ')}`;
  return {
    code,
    deciding: {
      text: `${label} of ${name} denies it if ${asked}; the value of ${key} in the request was not seen`,
      ...bareName(question, condition),
      statement: { policyType, index, statement, ...(sid === undefined ? {} : { sid }) },
    },
    fix: {
      text: `Find out the value of ${key} in the node's requests. If ${label} denies that value, ${remedyFor(key)}; exempt the role from the statement only if the owner of the policy agrees.`,
    },
  };
}
