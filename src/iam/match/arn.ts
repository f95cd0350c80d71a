/** The six components of an ARN: arn, partition, service, region, account, resource. */
export const arnParts = 6;

/**
 * Splits at the first five colons that are not inside a `${...}`; the sixth part keeps its colons.
 * Fewer parts come back for a text with fewer colons.
 */
export function splitArn(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < text.length && parts.length < arnParts - 1; i++) {
    if (text[i] === '$' && text[i + 1] === '{') {
      const end = text.indexOf('}', i);
      if (end === -1) break;
      i = end;
    } else if (text[i] === ':') {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

/** The account of an ARN, or undefined for what is not one. */
export function accountOf(arn: string): string | undefined {
  const parts = splitArn(arn);
  return parts.length === arnParts ? parts[4] : undefined;
}
