import { isScalar } from 'yaml';
import { LifecyclePolicyError } from '../../ecr/lifecycle/error.ts';
import { parseLifecyclePolicy } from '../../ecr/lifecycle/parse.ts';
import type { Field, Reader } from './reader.ts';

/** Days after which images without a tag expire, unless a repository says otherwise. */
const untaggedDays = 14;
const expire = { type: 'expire' };
const tagPattern = /^[\w.*-]{1,128}$/;

/** Of a repository that says nothing about it. */
export const defaultLifecycle = { rules: [untagged(1, untaggedDays)] };

/**
 * The lifecycle policy of a repository: `none`, the short form, or the rules as ECR takes them (`raw`).
 * @returns undefined for none.
 */
export function readLifecycle(reader: Reader, field: Field | undefined): object | undefined {
  if (field === undefined) return defaultLifecycle;
  if (isScalar(field.node) && field.node.value === 'none') return undefined;
  const fields = reader.fields(field, ['raw', 'rules', 'expireUntaggedAfterDays']);
  if (fields === undefined) return undefined;
  const { raw, rules, expireUntaggedAfterDays } = fields;
  if (raw !== undefined && (rules ?? expireUntaggedAfterDays) !== undefined) {
    return reader.complain(raw, '"raw" is the whole policy', 'Leave the other keys out.');
  }
  const policy =
    raw === undefined
      ? shortForm(reader, reader.items(rules), reader.count(expireUntaggedAfterDays))
      : (reader.json(raw) as object | undefined);
  return policy === undefined ? undefined : accepted(reader, field, policy);
}

function shortForm(reader: Reader, items: readonly Field[], days = untaggedDays): object {
  const tagged = items.flatMap((item, index) => taggedRule(reader, item, index + 1) ?? []);
  return { rules: [...tagged, untagged(tagged.length + 1, days)] };
}

function untagged(rulePriority: number, days: number): object {
  return {
    rulePriority,
    description: `Expire images without a tag after ${days} days`,
    selection: {
      tagStatus: 'untagged',
      countType: 'sinceImagePushed',
      countUnit: 'days',
      countNumber: days,
    },
    action: expire,
  };
}

function taggedRule(reader: Reader, item: Field, rulePriority: number): object | undefined {
  const fields = reader.fields(item, ['tags', 'keepLast', 'expireAfterDays'], ['tags']);
  if (fields === undefined) return undefined;
  const tags = reader.texts(fields.tags, tagPattern, 'a tag, in which * stands for any characters');
  const keepLast = reader.count(fields.keepLast);
  const days = reader.count(fields.expireAfterDays);
  if ((keepLast === undefined) === (days === undefined)) {
    return reader.complain(
      item,
      `"${item.path}" needs one of "keepLast" and "expireAfterDays"`,
      'Say how many images to keep, or for how many days.',
    );
  }
  const selection = { tagStatus: 'tagged', tagPatternList: tags };
  return {
    rulePriority,
    description:
      days === undefined
        ? `Keep the last ${keepLast} of ${tags.join(', ')}`
        : `Expire ${tags.join(', ')} after ${days} days`,
    selection:
      days === undefined
        ? { ...selection, countType: 'imageCountMoreThan', countNumber: keepLast }
        : { ...selection, countType: 'sinceImagePushed', countUnit: 'days', countNumber: days },
    action: expire,
  };
}

/** Checked as PutLifecyclePolicy does; and a rule under which every image expires in time is refused. */
function accepted(reader: Reader, field: Field, policy: object): object | undefined {
  try {
    const { rules } = parseLifecyclePolicy(JSON.stringify(policy) ?? '');
    const all = rules.find(
      ({ action, selection: { tags, count } }) =>
        action === 'expire' &&
        count.type !== 'imageCountMoreThan' &&
        (tags.status === 'any' ||
          (tags.status === 'tagged' && 'patterns' in tags && tags.patterns.includes('*'))),
    );
    if (all === undefined) return policy;
    return reader.complain(
      field,
      `rule ${all.priority} would in time expire every image, also those in use`,
      'Keep a number of images instead (keepLast), or name the tags that may expire.',
    );
  } catch (error) {
    if (!(error instanceof LifecyclePolicyError)) throw error;
    return reader.complain(
      field,
      `the lifecycle policy is invalid: ${error.message}`,
      'Correct it.',
    );
  }
}
