import { randomInt } from 'node:crypto';
import type { AttachedPermissionsBoundary, Tag } from '@aws-sdk/client-iam';
import type { PrincipalRecord, Tags } from '../../state.ts';
import { invalidValue } from './errors.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * Makes a unique id. Source: IAM User Guide, "IAM identifiers": the prefix tells the kind (AIDA user,
 * AROA role, ANPA policy, AIPA instance profile, AKIA long-term key, ASIA temporary key).
 */
export function uniqueId(prefix: string, length = 17): string {
  return prefix + Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** ARN of an IAM resource; `path` starts and ends with a slash. */
export function iamArn(accountId: string, kind: string, path: string, name: string): string {
  return `arn:aws:iam::${accountId}:${kind}${path}${name}`;
}

export function tagsOf(list: readonly Tag[] | undefined): Tags {
  return Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Most responses omit tags where there are none. */
export function tagsIfAny(tags: Tags): { Tags?: { Key: string; Value: string }[] } {
  return Object.keys(tags).length === 0 ? {} : { Tags: tagList(tags) };
}

/** The permissions boundary of a user or role, in the form of responses. */
export function boundaryOf({ boundary }: Pick<PrincipalRecord, 'boundary'>): {
  PermissionsBoundary?: AttachedPermissionsBoundary;
} {
  if (boundary === undefined) return {};
  return {
    PermissionsBoundary: {
      PermissionsBoundaryType: 'Policy' as never,
      PermissionsBoundaryArn: boundary,
    },
  };
}

export function withoutTags(tags: Tags, keys: readonly string[] | undefined): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys?.includes(key)));
}

/** IAM returns policy documents URL-encoded (RFC 3986). */
export function encodedDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly IsTruncated: boolean;
  readonly Marker: string | undefined;
}

function markerOf(start: number): string {
  return Buffer.from(String(start)).toString('base64url');
}

interface Paging {
  readonly MaxItems?: number;
  readonly Marker?: string;
}

/**
 * One page of a list, as in IAM: 100 items by default, an opaque marker.
 * @throws AwsError `ValidationError` for an unknown marker.
 */
export function pageOf<Item>(items: readonly Item[], asked: Paging): Page<Item> {
  const { start, end, ...page } = rangeOf(items.length, asked);
  return { items: items.slice(start, end), ...page };
}

/** The bounds of a page of that many items. @throws AwsError as `pageOf` does. */
export function rangeOf(
  length: number,
  { MaxItems = 100, Marker }: Paging,
): Omit<Page<never>, 'items'> & { readonly start: number; readonly end: number } {
  const start = Marker === undefined ? 0 : Number(Buffer.from(Marker, 'base64url').toString());
  if (Marker !== undefined && markerOf(start) !== Marker) throw invalidValue('Invalid Marker.');
  const end = start + MaxItems;
  const IsTruncated = end < length;
  return { start, end, IsTruncated, Marker: IsTruncated ? markerOf(end) : undefined };
}
