import type { Need } from '../causes/need.ts';
import type { PullProof, Undecided } from '../pull/index.ts';
import type { PullQuestion } from './pull-question.ts';

/** What has to be known to be sure of a pull, in words. */
export function needsOf(question: PullQuestion, { steps }: PullProof): Need[] {
  return steps.flatMap(({ undecided }) => undecided.flatMap((one) => needOf(question, one)));
}

function needOf(question: PullQuestion, undecided: Undecided): readonly Need[] {
  if (undecided.kind === 'policies') {
    const { policyType } = undecided;
    return policyType === 'scp' || policyType === 'rcp' || policyType === 'resource'
      ? question.policyNeeds[policyType]
      : [];
  }
  const { key, operator, values, statement, sid } = undecided;
  const label = sid === undefined ? `statement ${statement + 1}` : `statement "${sid}"`;
  const name = policyNameOf(question, undecided);
  return [
    {
      fact: `${key} of the request: ${label} of ${name} asks for ${operator} ${values.join(', ')}`,
      permission: whereItStands(key),
    },
  ];
}

/** The policy of a statement, in words. */
export function policyNameOf(
  { role, resourcePolicies, scp, rcp }: PullQuestion,
  { policyType, index }: { readonly policyType: string; readonly index: number },
): string {
  if (policyType === 'boundary') return `permissions boundary ${role.boundary?.name}`;
  if (policyType === 'resource') return resourcePolicies[index]?.name ?? 'the resource policy';
  if (policyType === 'scp') return `service control policy ${scp.policies[index]?.name}`;
  if (policyType === 'rcp') return `resource control policy ${rcp.policies[index]?.name}`;
  return `policy ${role.policies[index]?.name}`;
}

/** Where the value of a key can be seen. */
function whereItStands(key: string): string {
  if (/^aws:(Principal|Resource|Source)Org/i.test(key)) {
    return 'organizations:DescribeOrganization in the account in question';
  }
  if (/Vpce?$|SourceIp$|Vpce(Account|Org\w+)$/i.test(key)) {
    return "the node's way to the registry: its VPC, endpoint and public address";
  }
  return 'a pull as the node makes it';
}
