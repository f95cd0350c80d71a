import { isMultivalued } from './multivalued.ts';

/** The keys of a request as callers give them; an array is a multivalued key. */
export type ContextValues = Readonly<Record<string, string | readonly string[]>>;

type Value = string | readonly string[];

/**
 * The context of one request: looks keys up case-insensitively, and records those that a condition or variable
 * needed and that are absent. An empty list counts as an absent key.
 */
export class RequestContext {
  private readonly given: ContextValues;
  private readonly derive: (lowerKey: string) => string | undefined;
  /** Spelling of each given key, by the key in lower case. */
  private lowered: Map<string, string> | undefined;
  private missed: Map<string, string> | undefined;

  /** `derive` computes keys, given in lower case, that the request does not have. */
  constructor(given: ContextValues, derive: (lowerKey: string) => string | undefined) {
    this.given = given;
    this.derive = derive;
  }

  /** The value or values of a key, given in the policy's spelling and in lower case. */
  get(key: string, lowerKey: string): Value | undefined {
    const value = this.find(key, lowerKey);
    if (value === undefined) {
      this.missed ??= new Map();
      if (!this.missed.has(lowerKey)) this.missed.set(lowerKey, key);
    }
    return value;
  }

  /**
   * The value of a key, for a policy variable. A multivalued key cannot be used as one, however many values it
   * has (IAM User Guide, "Single-valued vs. multivalued context keys"): those that the request gives as a list,
   * and those that AWS documents as lists.
   */
  single(key: string): string | undefined {
    const lowerKey = key.toLowerCase();
    const value = this.get(key, lowerKey);
    return typeof value === 'string' && !isMultivalued(lowerKey) ? value : undefined;
  }

  /** Absent keys that were needed, as the policies spell them. */
  get missing(): string[] {
    return this.missed === undefined ? [] : [...this.missed.values()];
  }

  private find(key: string, lowerKey: string): Value | undefined {
    const exact: unknown = this.given[key];
    if (typeof exact === 'string') return exact;
    // Anything but a list is not a value but something inherited, such as "constructor".
    const value = Array.isArray(exact) ? (exact as readonly string[]) : this.search(lowerKey);
    return typeof value === 'object' && value.length === 0 ? undefined : value;
  }

  private search(lowerKey: string): Value | undefined {
    this.lowered ??= lowerKeys(this.given);
    const spelling = this.lowered.get(lowerKey);
    return (spelling === undefined ? undefined : this.given[spelling]) ?? this.derive(lowerKey);
  }
}

/** Reads no value: the caller may want to know which keys a decision read. */
function lowerKeys(values: ContextValues): Map<string, string> {
  return new Map(Object.keys(values).map((key) => [key.toLowerCase(), key]));
}
