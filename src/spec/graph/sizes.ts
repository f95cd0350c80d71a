import { type Problem, SpecError } from '../errors.ts';
import type { Spec } from '../types.ts';
import type { Resource } from './resource.ts';

/** Characters of all inline policies of a role, and of the policy of a repository or a registry (quotas of IAM and ECR). */
const most = 10_240;

/** @throws SpecError for documents that AWS would not take. */
export function refuseTooLarge(spec: Spec, resources: readonly Resource[]): void {
  const problems = resources.flatMap((resource): Problem[] => {
    const text = limitedText(resource);
    const length = text === undefined ? 0 : JSON.stringify(text).length;
    if (length <= most) return [];
    const at = spec.grants[0]?.at ?? { file: spec.name, line: 1, column: 1 };
    return [
      {
        ...at,
        message: `${resource.address} would have ${length} characters, and AWS takes ${most}`,
        hint: 'Name repositories by patterns (team/*), and pullers by account instead of one by one.',
      },
    ];
  });
  if (problems.length > 0) throw new SpecError(problems);
}

function limitedText(resource: Resource): object | undefined {
  switch (resource.kind) {
    case 'role-policy':
    case 'repository-policy':
      return resource.properties.document;
    case 'registry-policy':
      return resource.properties.statements;
    default:
      return undefined;
  }
}
