/** The keys of a request as callers give them; an array is a multivalued key. */
export type ContextValues = Readonly<Record<string, string | readonly string[]>>;

/**
 * The context of one request: looks keys up without regard to case, and keeps count of those that a
 * condition or variable asked for in vain. An empty list counts as an absent key.
 */
export class RequestContext {
  private readonly given: ContextValues;
  private readonly derived: ContextValues;
  private lowered: Map<string, string | readonly string[]> | undefined;
  private readonly missed = new Map<string, string>();

  constructor(given: ContextValues, derived: ContextValues) {
    this.given = given;
    this.derived = derived;
  }

  /** The value or values of a key, given in the policy's spelling and in lower case. */
  get(key: string, lowerKey: string): string | readonly string[] | undefined {
    const value = this.find(key, lowerKey);
    if (value === undefined && !this.missed.has(lowerKey)) this.missed.set(lowerKey, key);
    return value;
  }

  /** The single value of a key, for a policy variable; multivalued keys have none. */
  single(key: string): string | undefined {
    const value = this.get(key, key.toLowerCase());
    return typeof value === 'string' ? value : value?.length === 1 ? value[0] : undefined;
  }

  /** Keys that were asked for and are not there, as the policies spell them. */
  get missing(): string[] {
    return [...this.missed.values()];
  }

  private find(key: string, lowerKey: string): string | readonly string[] | undefined {
    const exact = Object.hasOwn(this.given, key) ? this.given[key] : this.search(lowerKey);
    if (exact === undefined) return undefined;
    return typeof exact !== 'string' && exact.length === 0 ? undefined : exact;
  }

  private search(lowerKey: string): string | readonly string[] | undefined {
    this.lowered ??= lowerKeys(this.given);
    const value = this.lowered.get(lowerKey);
    if (value !== undefined) return value;
    return Object.hasOwn(this.derived, lowerKey) ? this.derived[lowerKey] : undefined;
  }
}

function lowerKeys(values: ContextValues): Map<string, string | readonly string[]> {
  const lowered = new Map<string, string | readonly string[]>();
  for (const key of Object.keys(values)) {
    const value = values[key];
    if (value !== undefined) lowered.set(key.toLowerCase(), value);
  }
  return lowered;
}
