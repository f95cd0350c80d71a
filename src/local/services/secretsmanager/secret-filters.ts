import type { SecretRecord } from '../../state.ts';

export interface SecretFilter {
  readonly Key?: string;
  readonly Values?: readonly string[];
}

/**
 * Whether a secret matches a filter of ListSecrets: by the beginning of a field, `!` for negation; `all` by the
 * words of name, description and tags. (Secrets Manager API Reference, Filter; User Guide, "Find secrets") One
 * of several values must match, and no negated one may.
 */
export function passesFilter(
  secret: SecretRecord,
  { Key = '', Values = [] }: SecretFilter,
): boolean {
  const matches = matcherOf(secret, Key);
  const negated = Values.filter((value) => value.startsWith('!'));
  const stated = Values.filter((value) => !value.startsWith('!'));
  return (
    !negated.some((value) => matches(value.slice(1))) &&
    (stated.length === 0 || stated.some(matches))
  );
}

function matcherOf(secret: SecretRecord, key: string): (value: string) => boolean {
  const { name, description = '', tags } = secret;
  const begins = (fields: readonly string[]) => (value: string) =>
    fields.some((field) => field.startsWith(value));
  switch (key) {
    case 'name':
      return begins([name]);
    case 'description':
      return (value) => description.toLowerCase().startsWith(value.toLowerCase());
    case 'tag-key':
      return begins(Object.keys(tags));
    case 'tag-value':
      return begins(Object.values(tags));
    case 'all': {
      const words = [name, description, ...Object.entries(tags).flat()].flatMap(wordsOf);
      return (value) => wordsOf(value).some((word) => words.some((one) => one.startsWith(word)));
    }
    default:
      // No secret here belongs to a service, or has a primary in another Region.
      return () => false;
  }
}

/** Words end where letters turn into digits or punctuation, and where upper case begins. */
function wordsOf(text: string): string[] {
  return (text.match(/[A-Z]*[a-z]+|[A-Z]+|\d+/g) ?? []).map((word) => word.toLowerCase());
}
