/** The six components of an ARN: arn, partition, service, region, account, resource. */
export const arnParts = 6;

/** An Amazon Resource Name, part by part (AWS General Reference, "Amazon Resource Names"). */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for resources of global services. */
  readonly region: string;
  /** Empty or `aws` for resources that belong to no account. */
  readonly accountId: string;
  /** Everything after the fifth colon, its own colons and slashes included. */
  readonly resource: string;
}

/** Splits at the first five colons; the sixth part keeps its colons. Fewer colons, fewer parts. */
export function splitArn(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  while (parts.length < arnParts - 1) {
    const colon = text.indexOf(':', from);
    if (colon === -1) break;
    parts.push(text.slice(from, colon));
    from = colon + 1;
  }
  parts.push(text.slice(from));
  return parts;
}

/** @returns the parts of an ARN, or undefined for a text that does not have the six parts of one. */
export function parseArn(text: string): Arn | undefined {
  const parts = splitArn(text);
  const [first, partition = '', service = '', region = '', accountId = '', resource = ''] = parts;
  if (parts.length !== arnParts || first !== 'arn') return undefined;
  return { partition, service, region, accountId, resource };
}

/** @returns the text of an ARN. */
export function formatArn({ partition, service, region, accountId, resource }: Arn): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/** The account of an ARN, or undefined for what is not one. */
export function accountOf(arn: string): string | undefined {
  const parts = splitArn(arn);
  return parts.length === arnParts ? parts[4] : undefined;
}

/** The last part of an ARN's path: the name of a role, profile, user or policy. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
