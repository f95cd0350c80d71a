import { withoutSecrets } from '../../symptoms/secrets.ts';

const removed = '[removed]';

/**
 * The URL of a proxy or mirror without what may be a secret: user, password and query. All before the last `@` goes, for
 * passwords are written there unescaped as well; what has no scheme is a URL to curl and Go all the same.
 */
export function maskedUrl(url: string): string {
  const [, scheme = '', rest = ''] = /^\s*([a-z][a-z0-9+.-]*:\/\/)?([\s\S]*)$/i.exec(url) ?? [];
  const at = rest.lastIndexOf('@');
  const without = at === -1 ? rest : `${removed}@${rest.slice(at + 1)}`;
  return withoutSecrets(`${scheme}${without.replace(/[?#][\s\S]*$/, '')}`);
}

/** The same for every text in a value, as a second guard before it is written. */
export function maskedValue<Value>(value: Value): Value {
  if (typeof value === 'string') return withoutSecrets(value) as Value;
  if (Array.isArray(value)) return value.map(maskedValue) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    withoutSecrets(key),
    maskedValue(inner),
  ]);
  return Object.fromEntries(entries) as Value;
}
