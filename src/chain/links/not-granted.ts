import type { Decision } from '../../iam/index.ts';
import { nameOf, parseArn } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import type { PullAction } from '../../pull/index.ts';
import { broken } from '../link.ts';
import type { Deciding, LinkOutcome, PlannedFix } from '../proof.ts';
import type { PullQuestion } from '../pull-question.ts';
import { conditionsOn, labelOf, type NearMiss, nearMiss, withoutConditions } from '../what-if.ts';
import { said } from './denials.ts';
import { registryOf } from './fixes.ts';

/**
 * Why no policy of a role grants an action on a repository, where one of them nearly does.
 * @param fix grants the action in a policy of its own.
 * @returns undefined where no statement is near.
 */
export function nearlyGranted(
  question: PullQuestion,
  place: EcrImage,
  action: PullAction,
  decision: Decision,
  fix: PlannedFix,
): LinkOutcome | undefined {
  return (
    byTags(question, place, action, decision, fix) ??
    byResource(question, place, action, decision, fix)
  );
}

const isTag = (key: string) => /^(aws|ecr):(Resource|Principal)Tag\//i.test(key);

function byTags(
  question: PullQuestion,
  place: EcrImage,
  action: PullAction,
  decision: Decision,
  fix: PlannedFix,
): LinkOutcome | undefined {
  const near = nearMiss(question, 'identity', action, (statement) =>
    withoutConditions(statement, isTag),
  );
  if (near === undefined) return undefined;
  const name = question.role.policies[near.index]?.name ?? '';
  const asked = conditionsOn(near.statement, isTag);
  const wanted = wantedTags(near, question.role.tags);
  return broken(
    'HW0712',
    about(
      question,
      near,
      decision,
      `${labelOf(near)} of ${name} grants ${action} where ${asked}, which is not so`,
    ),
    wanted === undefined
      ? withoutGuard(question, place, near, name, fix)
      : {
          text: `Tag the repository as ${labelOf(near)} of ${name} asks, or grant the pull without that condition.`,
          risk: 'Tags may decide what others may do with the repository as well.',
          changes: [
            {
              kind: 'tag-repository',
              ...registryOf(place),
              repository: place.name,
              repositoryArn: place.repositoryArn,
              tags: wanted,
              reversibility: 'by hand',
            },
          ],
        },
  );
}

/** What grants the pull past a condition on tags, which may be there to keep the role out. */
function withoutGuard(
  { role }: PullQuestion,
  { name: repository }: EcrImage,
  near: NearMiss,
  policy: string,
  fix: PlannedFix,
): PlannedFix {
  const label = labelOf(near);
  return {
    ...fix,
    text: `Tag the role and the repository as ${label} of ${policy} asks. Or pass the condition by: ${fix.text}`,
    risk: `The condition of ${label} may be there on purpose, as a guard: what is granted lets ${nameOf(role.arn)} pull from ${repository} whatever tags the two have. Ask the owner of the policy first.`,
  };
}

/**
 * The tags of the repository that would meet the conditions; undefined where they ask for more than those.
 * @param own the tags of the role, which conditions may refer to and ask for.
 */
function wantedTags(
  { statement }: NearMiss,
  own: Readonly<Record<string, string>>,
): Record<string, string> | undefined {
  const { Condition = {} } = statement as { Condition?: Record<string, Record<string, unknown>> };
  const asked = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, values]) =>
      isTag(key) ? [{ operator, key, values: [values].flat() }] : [],
    ),
  );
  const tags: Record<string, string> = {};
  for (const { operator, key, values } of asked) {
    const [, holder = '', name = ''] =
      /^(aws:Principal|aws:Resource|ecr:Resource)Tag\/(.+)$/i.exec(key) ?? [];
    const filled = values.map((value) => withTagsOf(own, value));
    if (operator !== 'StringEquals') return undefined;
    if (/principal/i.test(holder)) {
      const has = tagOf(own, name);
      if (has === undefined || !filled.includes(has)) return undefined;
      continue;
    }
    const value = filled.find((one) => one !== undefined);
    if (value === undefined) return undefined;
    tags[name] = value;
  }
  return Object.keys(tags).length === 0 ? undefined : tags;
}

/** The value of a condition with the role's tags in place of the variables for them; undefined where another is left. */
function withTagsOf(own: Readonly<Record<string, string>>, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  let isFilled = true;
  const filled = value.replace(/\$\{([^}]*)\}/g, (variable, key: string) => {
    const [, name] = /^aws:PrincipalTag\/(.+)$/i.exec(key.trim()) ?? [];
    const tag = name === undefined ? undefined : tagOf(own, name);
    if (tag === undefined) isFilled = false;
    return tag ?? variable;
  });
  return isFilled ? filled : undefined;
}

/** Keys of conditions take no account of letter case, those of tags in them included. */
function tagOf(own: Readonly<Record<string, string>>, name: string): string | undefined {
  const found = Object.entries(own).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return found?.[1];
}

function byResource(
  question: PullQuestion,
  place: EcrImage,
  action: PullAction,
  decision: Decision,
  fix: PlannedFix,
): LinkOutcome | undefined {
  const near = nearMiss(question, 'identity', action, ({ Resource, ...rest }) =>
    Resource === undefined ? undefined : { ...rest, Resource: '*' },
  );
  if (near === undefined) return undefined;
  const resources = [near.statement.Resource].flat().map(String);
  const name = question.role.policies[near.index]?.name ?? '';
  const where = `${labelOf(near)} of ${name} grants ${action} on ${resources.join(', ')}`;
  const short = resources.find((resource) => isWildcardHere(resource, place));
  if (short !== undefined) {
    return broken(
      'HW0706',
      about(question, near, decision, `${where}, which does not reach ${place.name}`),
      fix,
    );
  }
  if (!resources.some((resource) => isNearlyHere(resource, place))) return undefined;
  return broken(
    'HW0705',
    about(question, near, decision, `${where}, and the repository is ${place.repositoryArn}`),
    fix,
  );
}

/** A pattern for repositories of this registry, with a wildcard in the name. */
function isWildcardHere(resource: string, place: EcrImage): boolean {
  const arn = parseArn(resource);
  const own = parseArn(place.repositoryArn);
  if (arn === undefined || own === undefined) return false;
  const matches = (pattern: string, value: string) => pattern === '*' || pattern === value;
  return (
    arn.service === 'ecr' &&
    matches(arn.region, own.region) &&
    matches(arn.accountId, own.accountId) &&
    /^repository\/.*[*?]/.test(arn.resource)
  );
}

/** The name of this repository, or one that reaches it, under another account, Region or partition; or without `repository/`. */
function isNearlyHere(resource: string, place: EcrImage): boolean {
  const arn = parseArn(resource);
  if (arn === undefined || arn.service !== 'ecr') return false;
  const pattern = arn.resource.replace(/^repository\//, '').replace(/\*$/, '');
  return place.name === pattern || place.name.startsWith(pattern);
}

function about(
  { role }: PullQuestion,
  { index, number, statement }: NearMiss,
  decision: Decision,
  text: string,
): Deciding {
  return {
    ...said(text, decision),
    policy: role.policies[index]?.name ?? '',
    statement: {
      policyType: 'identity',
      index,
      statement: number,
      ...(typeof statement.Sid === 'string' ? { sid: statement.Sid } : {}),
    },
  };
}
