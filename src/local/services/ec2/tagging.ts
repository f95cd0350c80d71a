import { ec2Errors } from './errors.ts';
import { requireTagCount, requireTagLengths } from './limits.ts';

export interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}

export interface TagSpecification {
  readonly ResourceType?: string;
  readonly Tags?: readonly Tag[];
}

/** Members of inputs that make something. */
export interface Tagged {
  readonly TagSpecifications?: readonly TagSpecification[];
}

/**
 * The tags that something is made with.
 * @param type what the specification must be for, such as `vpc`.
 * @throws AwsError `InvalidParameterValue` for one of another type.
 */
export function tagsFor(type: string, { TagSpecifications = [] }: Tagged): Record<string, string> {
  for (const { ResourceType = '' } of TagSpecifications) {
    if (ResourceType !== type) {
      throw ec2Errors.invalid(
        `'${ResourceType}' is not a valid taggable resource type for this operation.`,
      );
    }
  }
  return tagRecord(TagSpecifications.flatMap(({ Tags = [] }) => Tags));
}

/**
 * @throws AwsError `InvalidParameterValue` for keys that are AWS's own, are given twice or are too long;
 * `TagLimitExceeded`.
 */
export function tagRecord(tags: readonly Tag[]): Record<string, string> {
  requireTagCount(tags.map(({ Key = '' }) => Key));
  const keys = new Set<string>();
  for (const { Key = '', Value = '' } of tags) {
    if (Key === '') throw ec2Errors.invalid('Tag key cannot be empty');
    if (Key.toLowerCase().startsWith('aws:')) {
      throw ec2Errors.invalid(`Tag keys starting with 'aws:' are reserved for internal use`);
    }
    if (keys.has(Key)) throw ec2Errors.invalid(`Duplicate tag key '${Key}' specified.`);
    keys.add(Key);
    requireTagLengths(Key, Value);
  }
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

export function tagSet(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
