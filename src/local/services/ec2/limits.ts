import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { Value } from '../../protocol/model.ts';
import { ec2Errors } from './errors.ts';

// Sources: EC2 User Guide, "Filter resources" and "Tag your resources"; the text of FilterLimitExceeded, which counts the
// values of the whole call; EC2 API reference, CreateTags (1,000 resources); VPC User Guide, "Amazon VPC quotas".
const most = {
  filters: 50,
  filterValues: 200,
  filterValueLength: 255,
  listMembers: 1_000,
  tags: 50,
  tagKeyLength: 128,
  tagValueLength: 256,
  groupsOfInterface: 16,
  serversOfDhcpOption: 4,
} as const;

/** An operation that refuses inputs over EC2's limits before it looks at anything they name. */
export function withinLimits(operation: Operation): Operation {
  return {
    ...operation,
    permissions(input: Value, call: Call) {
      requireListsWithinLimits(input);
      return operation.permissions(input, call);
    },
  };
}

function requireListsWithinLimits(input: Value): void {
  for (const [name, list] of Object.entries(input ?? {})) {
    if (!Array.isArray(list)) continue;
    if (name === 'Filters' || name === 'Filter') requireFiltersWithinLimits(list);
    // Tags have a limit and an error of their own.
    else if (name !== 'Tags' && list.length > most.listMembers) {
      throw ec2Errors.invalid(
        `${name} has ${list.length} members. At most ${most.listMembers} are allowed in one request.`,
      );
    }
  }
}

function requireFiltersWithinLimits(
  filters: readonly { readonly Values?: readonly string[] }[],
): void {
  if (filters.length > most.filters) {
    throw filterLimit(`The maximum number of filters on a single call is ${most.filters}`);
  }
  const values = filters.flatMap(({ Values = [] }) => Values);
  if (values.length > most.filterValues) {
    throw filterLimit(
      `The maximum number of filter values specified on a single call is ${most.filterValues}`,
    );
  }
  if (values.some((value) => isLonger(value, most.filterValueLength))) {
    throw ec2Errors.invalid(
      `A filter value has at most ${most.filterValueLength} characters. Shorten it, or use a wildcard.`,
    );
  }
}

function filterLimit(message: string): AwsError {
  return new AwsError('FilterLimitExceeded', message);
}

/** @throws AwsError `InvalidParameterValue` for a key or value that is too long. */
export function requireTagLengths(key: string, value: string): void {
  if (isLonger(key, most.tagKeyLength)) {
    throw ec2Errors.invalid(
      `Tag key exceeds the maximum length of ${most.tagKeyLength} characters`,
    );
  }
  if (isLonger(value, most.tagValueLength)) {
    throw ec2Errors.invalid(
      `Tag value exceeds the maximum length of ${most.tagValueLength} characters`,
    );
  }
}

/**
 * @param keys keys of all the tags of one resource; those of AWS are not counted.
 * @throws AwsError `TagLimitExceeded`.
 */
export function requireTagCount(keys: readonly string[]): void {
  if (keys.filter((key) => !key.startsWith('aws:')).length <= most.tags) return;
  throw new AwsError(
    'TagLimitExceeded',
    `The maximum number of Tags for a resource has been reached: ${most.tags}.`,
  );
}

/**
 * The security groups of an interface or endpoint, each once, in the order given.
 * @throws AwsError `SecurityGroupsPerInterfaceLimitExceeded`.
 */
export function groupsWithinLimit(ids: readonly string[]): readonly string[] {
  const distinct = [...new Set(ids)];
  if (distinct.length <= most.groupsOfInterface) return distinct;
  throw new AwsError(
    'SecurityGroupsPerInterfaceLimitExceeded',
    `The maximum number of security groups per interface has been reached: ${most.groupsOfInterface}.`,
  );
}

/** @throws AwsError `InvalidParameterValue` for a DHCP option with too many values. */
export function requireDhcpValueCount(key: string, values: readonly string[]): void {
  if (values.length <= most.serversOfDhcpOption) return;
  throw ec2Errors.invalid(`The DHCP option ${key} has at most ${most.serversOfDhcpOption} values`);
}

function isLonger(text: string, limit: number): boolean {
  // Characters are counted, not UTF-16 units: only a text with more units can have more characters.
  return text.length > limit && [...text].length > limit;
}
