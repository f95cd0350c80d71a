import { invalid, schemaErrors } from './error.ts';
import { type Count, countTypes, type Selection, type TagRequirement } from './policy.ts';
import {
  asObject,
  type Fields,
  oneOf,
  onlyKnown,
  positive,
  required,
  texts,
} from './read-fields.ts';

/** Most wildcards in a tag pattern (ECR User Guide, "Tag pattern list"). */
const maxWildcards = 4;

/** Fewest days that an image stays in the archive before a rule may delete it ("Archiving an image"). */
const minDaysInArchive = 90;

/** @throws LifecyclePolicyError for the first error in the selection. */
export function readSelection(value: unknown): Selection {
  const fields = asObject(value);
  required(fields, ['countNumber', 'countType', 'tagStatus']);
  onlyKnown(fields, [
    'countNumber',
    'countType',
    'countUnit',
    'storageClass',
    'tagPatternList',
    'tagPrefixList',
    'tagStatus',
  ]);
  const tagStatus = oneOf(fields.tagStatus, ['any', 'tagged', 'untagged']);
  const storageClass = oneOf(
    Object.hasOwn(fields, 'storageClass') ? fields.storageClass : 'standard',
    ['archive', 'standard'],
  );
  const count = readCount(fields);
  // Each count type has its own schema, and only one of them applies to the archive.
  if ((storageClass === 'archive') !== (count.type === 'sinceImageTransitioned')) {
    throw schemaErrors.noSchema(countTypes.length);
  }
  return { storageClass, count, tags: readTags(tagStatus, fields) };
}

function readCount(fields: Fields): Count {
  const { countUnit } = fields;
  if (typeof countUnit === 'string') oneOf(countUnit, ['days']);
  const number = positive(fields.countNumber);
  const type = countTypes.find((known) => known === fields.countType);
  if (type === undefined) throw schemaErrors.noSchema(countTypes.length);
  const counted = type === 'imageCountMoreThan';
  if (counted ? Object.hasOwn(fields, 'countUnit') : countUnit !== 'days') {
    throw schemaErrors.noSchema(countTypes.length);
  }
  if (type === 'sinceImageTransitioned' && number < minDaysInArchive) {
    throw schemaErrors.tooLow(number, minDaysInArchive);
  }
  return { type, number };
}

function readTags(status: TagRequirement['status'], fields: Fields): TagRequirement {
  const { tagPrefixList, tagPatternList } = fields;
  const prefixes = tagPrefixList === undefined ? undefined : texts(tagPrefixList);
  const patterns = tagPatternList === undefined ? undefined : texts(tagPatternList);
  if (status !== 'tagged') {
    if (prefixes === undefined && patterns === undefined) return { status };
    throw invalid('tagPrefixList and tagPatternList can only be specified when tagStatus=TAGGED.');
  }
  if (prefixes !== undefined && patterns !== undefined) {
    throw invalid('Must specify either tagPrefixList or tagPatternList, but not both.');
  }
  if ((prefixes ?? patterns ?? []).length === 0) {
    throw invalid('Must specify tagPrefixList or tagPatternList when tagStatus=TAGGED.');
  }
  if (prefixes !== undefined) return { status, prefixes };
  const wild = patterns?.find((pattern) => pattern.split('*').length - 1 > maxWildcards);
  if (wild !== undefined) {
    throw invalid(`Tag pattern '${wild}' has more than ${maxWildcards} wildcards (*).`);
  }
  return { status, patterns: patterns ?? [] };
}
